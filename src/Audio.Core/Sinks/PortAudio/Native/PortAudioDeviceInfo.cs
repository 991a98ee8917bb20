using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio.Native;

/// <summary><c>PaDeviceInfo</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PortAudioDeviceInfo
{
    public readonly int StructVersion;
    public readonly nint Name;
    public readonly int HostApi;
    public readonly int MaxInputChannels;
    public readonly int MaxOutputChannels;
    public readonly double DefaultLowInputLatency;
    public readonly double DefaultLowOutputLatency;
    public readonly double DefaultHighInputLatency;
    public readonly double DefaultHighOutputLatency;
    public readonly double DefaultSampleRate;
}
