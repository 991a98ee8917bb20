using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio.Native;

/// <summary><c>PaStreamInfo</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PortAudioStreamInfo
{
    public readonly int StructVersion;
    public readonly double InputLatency;

    /// <summary>In seconds.</summary>
    public readonly double OutputLatency;

    public readonly double SampleRate;
}
