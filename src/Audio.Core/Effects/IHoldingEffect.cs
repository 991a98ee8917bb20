namespace Audio.Core.Effects;

/// <summary>
/// An effect that holds sound back to look ahead, but can do without. Its caller says when the sound can wait no
/// longer.
/// </summary>
internal interface IHoldingEffect
{
    /// <summary>How long the first sound of a stream may wait.</summary>
    TimeSpan MaxWait { get; }

    /// <summary>Whether it holds sound that <see cref="Hurry"/> would release.</summary>
    bool IsHolding { get; }

    /// <summary>Releases what is held with the next call of <see cref="IStreamEffect.Process"/>.</summary>
    void Hurry();
}
