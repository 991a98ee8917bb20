using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_timing_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseTimingInfo
{
    /// <summary>The time of this information: seconds and microseconds of the system clock.</summary>
    public nint Seconds;
    public nint Microseconds;
    public int SynchronizedClocks;

    /// <summary>The time until a sample given to the device now is heard, in microseconds.</summary>
    public ulong SinkMicroseconds;
    public ulong SourceMicroseconds;

    /// <summary>The transport delay of the answer, in microseconds.</summary>
    public ulong TransportMicroseconds;

    /// <summary>Whether the stream has not run dry.</summary>
    public int Playing;
    public int WriteIndexCorrupt;
    public long WriteIndex;
    public int ReadIndexCorrupt;

    /// <summary>Bytes of the stream given to the device.</summary>
    public long ReadIndex;
    public ulong ConfiguredSinkMicroseconds;
    public ulong ConfiguredSourceMicroseconds;

    /// <summary>Bytes given to the device since the stream ran dry, or since it resumed.</summary>
    public long SinceUnderrun;
}
