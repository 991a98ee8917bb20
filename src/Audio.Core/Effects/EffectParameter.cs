namespace Audio.Core.Effects;

/// <summary>A parameter of an effect.</summary>
/// <param name="Name">Its name in the effect's syntax.</param>
/// <param name="Min">Its minimum.</param>
/// <param name="Max">Its maximum.</param>
/// <param name="Unit">For messages.</param>
/// <param name="Default">Its value if omitted; <see langword="null"/> if it is required.</param>
internal sealed record EffectParameter(string Name, double Min, double Max, string Unit = "", double? Default = null)
{
    /// <summary>Its range and unit, for messages.</summary>
    public string Range => FormattableString.Invariant($"{Min} to {Max} {Unit}").TrimEnd();
}
