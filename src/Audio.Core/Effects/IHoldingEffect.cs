namespace Audio.Core.Effects;

/// <summary>
/// An effect that holds sound back to know more of it, and can do without. Whoever plays the sound says when it can
/// wait no longer.
/// </summary>
internal interface IHoldingEffect
{
    /// <summary>How long the first sound of a stream may wait.</summary>
    TimeSpan MaxWait { get; }

    /// <summary>Whether sound is held that a <see cref="Hurry"/> would bring out.</summary>
    bool IsHolding { get; }

    /// <summary>Lets out what is held, with the next call of <see cref="IStreamEffect.Process"/>.</summary>
    void Hurry();
}
