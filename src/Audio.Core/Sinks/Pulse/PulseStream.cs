using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// One connection with one playback stream. Render thread only. Nothing here blocks except <see cref="Open"/>. States
/// are checked after every iteration of the main loop, so there are no callbacks from native code.
/// </summary>
internal sealed unsafe class PulseStream : IDisposable
{
    private const int FrameBytes = SinkOptions.Channels * sizeof(float);
    private const ulong MaxTransportMicroseconds = 1_000_000; // more means that the clock was changed, or is unknown
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(3);

    // not everything awaited comes from the server
    private static readonly TimeSpan OpenStep = TimeSpan.FromMilliseconds(50);

    private readonly PulseMainLoop _loop;
    private readonly string? _server;
    private readonly int _sampleRate;
    private nint _context;
    private nint _stream;
    private nint _drain;
    private PulseServerName? _name;
    private PulseAudibility? _audibility;
    private PulsePadding? _padding; // on PipeWire
    private bool _isRead;
    private (nint Seconds, nint Microseconds) _timingTaken;

    private PulseStream(PulseMainLoop loop, SinkOptions options)
    {
        _loop = loop;
        _server = options.PulseServer;
        _sampleRate = options.SampleRate;
    }

    /// <summary>Whether the server has been told that nothing is coming.</summary>
    public bool IsCorked { get; private set; } = true;

    /// <summary>Bytes the server requests now.</summary>
    public long Writable => Wanted(_stream);

    /// <summary>
    /// Whether the server reports by itself that the device has everything; if not, <see cref="TryTakeTiming"/> finds
    /// out.
    /// </summary>
    public bool TellsEnd => _padding is null;

    /// <summary>Whether the device has the last sample, since <see cref="EndSound"/>.</summary>
    public bool IsDrained =>
        TellsEnd ? _drain != 0 && LibPulse.OperationGetState(_drain) == PulseOperationState.Done : _isRead;

    /// <summary>Whether the device of the stream is suspended.</summary>
    public bool IsSuspended => LibPulse.StreamIsSuspended(_stream) > 0;

    /// <summary>The position at which the server last ran dry, in bytes of the stream; -1 if it never has.</summary>
    public long UnderflowIndex => LibPulse.StreamGetUnderflowIndex(_stream);

    /// <summary>Why it cannot be heard; null if it can, or the server does not say.</summary>
    public Inaudibility? Inaudible => _audibility?.Inaudible;

    /// <summary>Why the stream has failed; null if it has not.</summary>
    public string? Failure
    {
        get
        {
            if (LibPulse.ContextGetState(_context) != PulseContextState.Ready)
                return $"The sound server is gone ({LibPulse.LastError(_context)}).";
            return LibPulse.StreamGetState(_stream) != PulseStreamState.Ready
                ? $"The sound server has ended the stream ({LibPulse.LastError(_context)})."
                : null;
        }
    }

    /// <summary>Connects and creates a corked stream. Never starts a server.</summary>
    /// <exception cref="SinkException">There is no server, it refuses, or it does not answer in time.</exception>
    public static PulseStream Open(PulseMainLoop loop, SinkOptions options)
    {
        var stream = new PulseStream(loop, options);
        try
        {
            stream.ConnectContext();
            stream._name = new PulseServerName(stream._context);
            stream.Wait(() => stream._name.IsKnown);
            stream.ConnectStream(options);
            if (stream._name.IsPipeWire)
                stream._padding = new PulsePadding(stream._stream, options.PeriodFrames);
            stream._audibility = new PulseAudibility(stream._context, stream._stream, stream._name.IsPipeWire);
            stream.Wait(stream._audibility.Look);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Updates whether it can be heard, if something has changed. Called after each iteration of the main loop.
    /// </summary>
    public void LookAtAudibility() => _audibility!.Look();

    /// <summary>Appends samples.</summary>
    /// <param name="samples">Whole frames.</param>
    /// <param name="written">Frames written so far.</param>
    public bool Write(ReadOnlySpan<float> samples, long written)
    {
        Release(_drain);
        _drain = 0;
        _isRead = false;
        return Write(_stream, samples, _padding?.End(written) ?? PulseSeekMode.Relative);
    }

    /// <summary>
    /// Ends a sound, so that it plays completely even if it is shorter than the server reads at once. Called until <see
    /// cref="IsDrained"/>.
    /// </summary>
    public void EndSound()
    {
        if (_padding is not null)
            _padding.Extend();
        else if (_drain == 0)
            _drain = LibPulse.StreamDrain(_stream, 0, 0);
    }

    /// <summary>
    /// If the server reports that it ran dry: whether that was in the middle of a sound; null if unknown yet.
    /// </summary>
    /// <param name="written">Frames written so far.</param>
    public bool? IsUnderrun(long written) => _padding is null ? true : _padding.IsUnderrun(written);

    /// <summary>Tells the server that no sound is coming, or that it is.</summary>
    public void Cork(bool corked)
    {
        Release(LibPulse.StreamCork(_stream, corked ? 1 : 0, 0, 0));
        IsCorked = corked;
    }

    /// <summary>Requests the position of the stream; <see cref="TryTakeTiming"/> returns the answer.</summary>
    public void RequestTiming() => Release(LibPulse.StreamUpdateTimingInfo(_stream, 0, 0));

    /// <summary>Returns the position reported by the server, in frames written.</summary>
    /// <param name="written">Frames written so far.</param>
    /// <param name="timing">The reported timing.</param>
    /// <returns>Whether there was a report since the last call.</returns>
    public bool TryTakeTiming(long written, out PulseTiming timing)
    {
        timing = default;
        PulseTimingInfo* info = LibPulse.StreamGetTimingInfo(_stream);
        if (
            info is null
            || info->ReadIndexCorrupt != 0
            || info->WriteIndexCorrupt != 0
            || (info->Seconds, info->Microseconds) == _timingTaken
        )
        {
            return false;
        }

        _timingTaken = (info->Seconds, info->Microseconds);
        // the silence before the sound
        long skipped = (info->WriteIndex / FrameBytes) - written - (_padding?.Frames ?? 0);
        _padding?.Learn(skipped);
        timing = new PulseTiming(
            info->Playing != 0,
            (info->ReadIndex / FrameBytes) - skipped,
            (long)((UInt128)info->SinkMicroseconds * (uint)_sampleRate / 1_000_000),
            Math.Max(0, info->SinceUnderrun) / FrameBytes,
            TimeSpan.FromMicroseconds(Math.Min(info->TransportMicroseconds, MaxTransportMicroseconds))
        );
        _isRead = _padding?.Frames > 0 && timing.Read >= written;
        return true;
    }

    public void Dispose()
    {
        Release(_drain);
        _drain = 0;
        if (_stream != 0)
        {
            _ = LibPulse.StreamDisconnect(_stream);
            LibPulse.StreamUnref(_stream);
            _stream = 0;
        }

        if (_context != 0)
        {
            LibPulse.ContextDisconnect(_context);
            LibPulse.ContextUnref(_context);
            _context = 0;
        }

        _name?.Dispose();
        _audibility?.Dispose();
    }

    /// <summary>Bytes the server requests now for a stream.</summary>
    public static long Wanted(nint stream) =>
        LibPulse.StreamWritableSize(stream) is var bytes && bytes == nuint.MaxValue ? 0 : (long)bytes;

    /// <summary>Writes samples to a position in a stream.</summary>
    public static bool Write(nint stream, ReadOnlySpan<float> samples, PulseSeekMode seek)
    {
        fixed (float* data = samples)
            return LibPulse.StreamWrite(stream, data, (nuint)(samples.Length * sizeof(float)), 0, 0, seek) >= 0;
    }

    /// <summary>Releases an operation; null is ignored.</summary>
    public static void Release(nint operation)
    {
        if (operation != 0)
            LibPulse.OperationUnref(operation);
    }

    private void ConnectContext()
    {
        nint properties = LibPulse.PropListNew();
        LibPulse.PropListSet(properties, "application.name", "audiod");
        LibPulse.PropListSet(properties, "application.id", "audiod");
        LibPulse.PropListSet(properties, "application.icon_name", "audio-speakers");
        _context = LibPulse.ContextNew(_loop.Api, "audiod", properties);
        LibPulse.PropListFree(properties);
        if (_context == 0 || LibPulse.ContextConnect(_context, _server, PulseContextFlags.NoAutoSpawn, 0) < 0)
            throw Refused();
        Wait(() =>
            LibPulse.ContextGetState(_context) switch
            {
                PulseContextState.Ready => true,
                PulseContextState.Failed or PulseContextState.Terminated => throw Refused(),
                _ => false,
            }
        );
    }

    private void ConnectStream(SinkOptions options)
    {
        uint period = (uint)(options.PeriodFrames * FrameBytes);
        uint latency = (uint)(options.LatencyFrames * FrameBytes);
        var spec = new PulseSampleSpec(PulseSampleFormat.Float32Le, (uint)options.SampleRate, SinkOptions.Channels);
        var attributes = new PulseBufferAttributes
        {
            MaxLength = 2 * latency + period,
            TargetLength = latency,
            // with 0 the server's position advances while there is nothing to play, and it drops what arrives then
            Prebuffer = period,
            MinimumRequest = period,
            FragmentSize = uint.MaxValue,
        };
        _stream = LibPulse.StreamNew(_context, "audiod", in spec, 0, 0);
        if (
            _stream == 0
            || LibPulse.StreamConnectPlayback(
                _stream,
                null,
                in attributes,
                PulseStreamFlags.StartCorked | PulseStreamFlags.AdjustLatency,
                0,
                0
            ) < 0
        )
        {
            throw NoStream();
        }

        Wait(() =>
            LibPulse.StreamGetState(_stream) switch
            {
                PulseStreamState.Ready => true,
                PulseStreamState.Failed or PulseStreamState.Terminated => throw NoStream(),
                _ => false,
            }
        );
    }

    private void Wait(Func<bool> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeSpan left = OpenLimit - TimeProvider.System.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || _loop.IsStopped)
            {
                throw new SinkException(
                    SinkErrorKind.Unavailable,
                    $"{ServerName} did not answer within {OpenLimit.TotalSeconds:0} s: restart it."
                );
            }

            _loop.Iterate((int)Math.Min(left.TotalMicroseconds + 1, OpenStep.TotalMicroseconds));
        }
    }

    private string ServerName => _server is null ? "PulseAudio" : $"PulseAudio at {_server}";

    private SinkException Refused() =>
        new(
            SinkErrorKind.Unavailable,
            $"{ServerName} cannot be reached "
                + $"({(_context == 0 ? "no memory" : LibPulse.LastError(_context))}): start it (pulseaudio --start, "
                + "or systemctl --user start pipewire-pulse), or name another with PULSE_SERVER."
        );

    private SinkException NoStream() =>
        new(
            SinkErrorKind.Unavailable,
            $"{ServerName} has no output device ({LibPulse.LastError(_context)}): see pactl list short sinks."
        );
}
