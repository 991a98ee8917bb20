namespace Audio.Testing.Rx;

/// <summary>A value and the virtual time at which it happened.</summary>
/// <param name="Time">In ticks.</param>
/// <param name="Value">What happened.</param>
public readonly record struct Recorded<T>(long Time, T Value)
{
    public override string ToString() => $"{Value}@{(Time == long.MaxValue ? "Infinite" : Time.ToString())}";
}
