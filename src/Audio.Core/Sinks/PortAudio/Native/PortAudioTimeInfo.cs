using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.PortAudio.Native;

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
