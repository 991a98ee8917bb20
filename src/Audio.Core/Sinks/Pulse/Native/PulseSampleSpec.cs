using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_sample_spec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PulseSampleSpec(PulseSampleFormat format, uint rate, byte channels)
{
    public readonly PulseSampleFormat Format = format;
    public readonly uint Rate = rate;
    public readonly byte Channels = channels;
}
