namespace Audio.Core.Sinks.Pulse.Native;

/// <summary>Limits of libpulse.</summary>
internal static class PulseLimits
{
    /// <summary><c>PA_CHANNELS_MAX</c>.</summary>
    public const int MaxChannels = 32;
}
