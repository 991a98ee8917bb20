using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary>The beginning of <c>pa_sink_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseSinkInfo
{
    public nint Name;
    public uint Index;
    public nint Description;
    public PulseSampleSpec SampleSpec;
    public PulseChannelMap ChannelMap;
    public uint OwnerModule;
    public PulseVolume Volume;
    public int Mute;
}
