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
    AdjustLatency = 0x2000,
}

/// <summary><c>pa_seek_mode_t</c>, as far as used.</summary>
internal enum PulseSeekMode
{
    Relative,
    RelativeOnRead = 2,
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

/// <summary><c>pa_subscription_mask_t</c>, as far as used.</summary>
[Flags]
internal enum PulseSubscriptionMask
{
    Sink = 0x0001,
    SinkInput = 0x0004,
}

/// <summary><c>pa_subscription_event_type_t</c>, as far as used: a facility and a type in one.</summary>
internal enum PulseSubscriptionEvent
{
    Sink = 0x0000,
    SinkInput = 0x0002,
    FacilityMask = 0x000F,
    Change = 0x0010,
    TypeMask = 0x0030,
}

/// <summary><c>pa_cvolume</c>: a gain for each channel; 0 is silence.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PulseVolume
{
    public byte Channels;
    public fixed uint Values[PulseLimits.MaxChannels];

    /// <summary>Whether it is 0 in every channel.</summary>
    public readonly bool IsZero
    {
        get
        {
            for (int i = 0; i < Channels; i++)
            {
                if (Values[i] != 0)
                    return false;
            }

            return Channels > 0;
        }
    }
}

/// <summary><c>pa_channel_map</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PulseChannelMap
{
    public byte Channels;
    public fixed int Map[PulseLimits.MaxChannels];
}

/// <summary>Limits of libpulse.</summary>
internal static class PulseLimits
{
    /// <summary><c>PA_CHANNELS_MAX</c>.</summary>
    public const int MaxChannels = 32;
}

/// <summary>The beginning of <c>pa_server_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseServerInfo
{
    public nint UserName;
    public nint HostName;
    public nint ServerVersion;

    /// <summary><c>pulseaudio</c>, or <c>PulseAudio (on PipeWire 0.3.65)</c>.</summary>
    public nint ServerName;
}

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
