using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_timing_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseTimingInfo
{
    /// <summary>When it was so: seconds and microseconds of the system's clock.</summary>
    public nint Seconds;
    public nint Microseconds;
    public int SynchronizedClocks;

    /// <summary>How long what the device is given now takes until it is heard, in microseconds.</summary>
    public ulong SinkMicroseconds;
    public ulong SourceMicroseconds;

    /// <summary>How long the answer was under way, in microseconds.</summary>
    public ulong TransportMicroseconds;

    /// <summary>Whether the stream has not run dry.</summary>
    public int Playing;
    public int WriteIndexCorrupt;
    public long WriteIndex;
    public int ReadIndexCorrupt;

    /// <summary>Bytes of the stream that were given to the device.</summary>
    public long ReadIndex;
    public ulong ConfiguredSinkMicroseconds;
    public ulong ConfiguredSourceMicroseconds;

    /// <summary>Bytes given to the device since the stream ran dry, or since it went on.</summary>
    public long SinceUnderrun;
}
