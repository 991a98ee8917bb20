namespace Audio.Core;

/// <summary>The values that an option accepts, both ends included.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
public readonly record struct OptionRange<T>(T Min, T Max)
    where T : struct, IComparable<T>
{
    /// <summary>Whether the option accepts this value.</summary>
    public bool Contains(T value) => value.CompareTo(Min) >= 0 && value.CompareTo(Max) <= 0;
}
