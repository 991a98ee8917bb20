using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary>The beginning of <c>pa_sink_input_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseSinkInputInfo
{
    public uint Index;
    public nint Name;
    public uint OwnerModule;
    public uint Client;
    public uint Sink;
    public PulseSampleSpec SampleSpec;
    public PulseChannelMap ChannelMap;
    public PulseVolume Volume;
    public ulong BufferMicroseconds;
    public ulong SinkMicroseconds;
    public nint ResampleMethod;
    public nint Driver;
    public int Mute;
}
