using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_channel_map</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PulseChannelMap
{
    public byte Channels;
    public fixed int Map[PulseLimits.MaxChannels];
}
