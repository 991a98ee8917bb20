namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_subscription_event_type_t</c>, as far as used: a facility and a type in one.</summary>
internal enum PulseSubscriptionEvent
{
    Sink = 0x0000,
    SinkInput = 0x0002,
    FacilityMask = 0x000F,
    Change = 0x0010,
    TypeMask = 0x0030,
}
