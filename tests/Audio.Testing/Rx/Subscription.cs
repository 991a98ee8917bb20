namespace Audio.Testing.Rx;

/// <summary>From when to when somebody was subscribed, in ticks.</summary>
/// <param name="Subscribe">The start.</param>
/// <param name="Unsubscribe">The end; <see cref="Infinite"/> where there was none.</param>
public readonly record struct Subscription(long Subscribe, long Unsubscribe = Subscription.Infinite)
{
    /// <summary>Never ended.</summary>
    public const long Infinite = long.MaxValue;

    public override string ToString() => Unsubscribe == Infinite ? $"({Subscribe}, Infinite)" : $"({Subscribe}, {Unsubscribe})";
}
