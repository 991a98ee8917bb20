using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio;

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

/// <summary><c>PaStreamCallbackTimeInfo</c>: all in seconds of the stream's clock.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PortAudioTimeInfo
{
    public readonly double InputBufferAdcTime;

    /// <summary>When the callback was called.</summary>
    public readonly double CurrentTime;

    /// <summary>When the buffer's first sample will be heard.</summary>
    public readonly double OutputBufferDacTime;
}

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
