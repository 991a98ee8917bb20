using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio.Native;

/// <summary><c>PaStreamParameters</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PortAudioStreamParameters
{
    /// <summary><c>paFloat32</c>, interleaved.</summary>
    public const uint Float32 = 1;

    public int Device;
    public int ChannelCount;
    public CULong SampleFormat;

    /// <summary>In seconds.</summary>
    public double SuggestedLatency;

    public nint HostApiSpecific;
}
