namespace Audio.Core.Effects;

/// <summary>One number of an effect.</summary>
/// <param name="Name">What it is called in the effect's syntax.</param>
/// <param name="Min">The least that it may be.</param>
/// <param name="Max">The most that it may be.</param>
/// <param name="Unit">For messages.</param>
/// <param name="Default">What it is when it is left out; <see langword="null"/> where it may not be.</param>
internal sealed record EffectParameter(string Name, double Min, double Max, string Unit = "", double? Default = null)
{
    /// <summary>The range and the unit, as in a message.</summary>
    public string Range => FormattableString.Invariant($"{Min} to {Max} {Unit}").TrimEnd();
}
