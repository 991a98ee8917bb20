namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_subscription_mask_t</c>, as far as used.</summary>
[Flags]
internal enum PulseSubscriptionMask
{
    Sink = 0x0001,
    SinkInput = 0x0004,
}
