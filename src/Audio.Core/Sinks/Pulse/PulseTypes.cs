using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse;

/// <summary><c>pa_context_flags_t</c>, as far as used.</summary>
[Flags]
internal enum PulseContextFlags
{
    None = 0,
    NoAutoSpawn = 1,
}

/// <summary><c>pa_context_state_t</c>.</summary>
internal enum PulseContextState
{
    Unconnected,
    Connecting,
    Authorizing,
    SettingName,
    Ready,
    Failed,
    Terminated,
}

/// <summary><c>pa_stream_state_t</c>.</summary>
internal enum PulseStreamState
{
    Unconnected,
    Creating,
    Ready,
    Failed,
    Terminated,
}

/// <summary><c>pa_operation_state_t</c>.</summary>
internal enum PulseOperationState
{
    Running,
    Done,
    Canceled,
}

/// <summary><c>pa_stream_flags_t</c>, as far as used.</summary>
[Flags]
internal enum PulseStreamFlags
{
    None = 0,
    StartCorked = 0x0001,
    InterpolateTiming = 0x0002,
    AdjustLatency = 0x2000,
}

/// <summary><c>pa_seek_mode_t</c>, as far as used.</summary>
internal enum PulseSeekMode
{
    Relative,
}

/// <summary><c>pa_sample_format_t</c>, as far as used.</summary>
internal enum PulseSampleFormat
{
    Float32Le = 5,
}

/// <summary><c>pa_sample_spec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PulseSampleSpec(PulseSampleFormat format, uint rate, byte channels)
{
    public readonly PulseSampleFormat Format = format;
    public readonly uint Rate = rate;
    public readonly byte Channels = channels;
}

/// <summary><c>pa_buffer_attr</c>: all in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseBufferAttributes
{
    /// <summary>The most the server holds.</summary>
    public uint MaxLength;

    /// <summary>How full the server keeps its buffer.</summary>
    public uint TargetLength;

    /// <summary>How much must be there before it plays.</summary>
    public uint Prebuffer;

    /// <summary>The least it asks for at once.</summary>
    public uint MinimumRequest;

    /// <summary>Recording only.</summary>
    public uint FragmentSize;
}
