using Audio.Core.Sinks.Clocked;
using Audio.Core.Sinks.Pulse.Native;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// Plays to PulseAudio or PipeWire. The render thread runs libpulse's main loop itself (docs/adr/0003): it writes whole
/// periods when the server requests them, writes nothing while nothing plays, and learns from the server what has been
/// heard.
/// </summary>
internal sealed class PulseSink : IAudioSink, IAudibilitySource
{
    /// <summary>
    /// How long the stream stays open for the next sound before the server is told that none is coming. So pauses
    /// between sentences do not reach the server, and the device may sleep soon after the last one.
    /// </summary>
    internal static readonly TimeSpan CorkGrace = TimeSpan.FromSeconds(2);

    /// <summary>Time allowed, in addition to its own latency, for a server to accept samples.</summary>
    internal static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(2);

    /// <summary>How often this thread looks at least while it plays, and how late it never is while it runs.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SteadyInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UnknownInterval = TimeSpan.FromMilliseconds(1);
    private const int EagerTimings = 10;

    /* immutable */
    private static readonly TimeProvider Time = TimeProvider.System;
    private readonly SinkOptions _options;
    private readonly TimeSpan _stallLimit;
    private readonly ManualResetEventSlim _opened = new();
    private readonly WakeGate _gate;

    /* set by Start */
    private PulseMainLoop? _loop;
    private Thread? _thread;
    private ISampleProvider? _source;
    private Action<SinkException>? _faulted;
    private SinkException? _openError;

    /* render thread only */
    private readonly float[] _buffer;
    private PulseStream? _stream;
    private Phase _phase;
    private readonly SuspensionWatch _suspension = new(Time);
    private long _progressAt;
    private long _timingAt;
    private int _timings;
    private long _deviceAt; // the playback position in the stream at the last timing
    private bool _isBehindGap = true;
    private bool _isPositionKnown;
    private bool _isDrainAsked;
    private bool _isDrainTimed;
    private long _drainedFrames;
    private long _underflowIndex = -1;

    /* written by the render thread, read by any */
    private readonly PlayPosition _position;
    private long _framesRendered;
    private int _underflows;
    private volatile Inaudibility? _inaudible;
    private int _disposed;

    /// <summary>Creates a sink; it opens nothing before <see cref="Start"/>.</summary>
    public PulseSink(SinkOptions options)
    {
        _options = options;
        _gate = new WakeGate(() => _loop!.EndPoll());
        _position = new PlayPosition(new RenderClock(Time, options.SampleRate));
        _stallLimit = StallLimit + options.Latency;
        _buffer = GC.AllocateArray<float>(options.PeriodFrames * SinkOptions.Channels, pinned: true);
        Format = AudioFormat.Float32(options.SampleRate, SinkOptions.Channels);
    }

    private enum Phase
    {
        /// <summary>Everything has been heard; the thread sleeps.</summary>
        Silent,

        /// <summary>The source has sound.</summary>
        Sounding,

        /// <summary>The source has nothing more; the device plays what it holds.</summary>
        Draining,
    }

    public string Name => "pulse";

    public AudioFormat Format { get; }

    public long FramesRendered => Volatile.Read(ref _framesRendered);

    public long FramesPlayed => _position.Heard(FramesRendered);

    public void Start(ISampleProvider source, Action<SinkException> faulted)
    {
        if (!LibPulse.IsInstalled)
        {
            throw new SinkException(
                SinkErrorKind.Configuration,
                "libpulse.so.0 was not found: install it (Debian: apt-get install libpulse0)."
            );
        }

        _source = source;
        _faulted = faulted;
        _position.Point = PlayPoint.Unknown;
        _loop = new PulseMainLoop(_gate);
        _thread = RenderThread.Start(Run);
        _opened.Wait();
        if (_openError is not null)
            throw _openError;
    }

    public Inaudibility? Inaudible => _inaudible;

    public Action? AudibilityChanged { private get; set; }

    /// <summary>How often the server ran dry because this thread was too late, by its own report. Any thread.</summary>
    internal int Underflows => Volatile.Read(ref _underflows);

    public void Wake() => _gate.Wake();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1 || _thread is null)
            return;
        _loop!.Stop();
        if (_thread != Thread.CurrentThread && _thread.Join(DisposeLimit))
            _opened.Dispose();
    }

    private void Run()
    {
        SinkException? fault = null;
        try
        {
            _stream = PulseStream.Open(_loop!, _options);
            _inaudible = _stream.Inaudible;
            _opened.Set();
            fault = Play(_loop!, _stream);
        }
        catch (SinkException error)
        {
            _openError = error;
        }
        finally
        {
            _position.Freeze(FramesRendered);
            _stream?.Dispose();
            _loop!.Free();
        }

        if (_openError is not null)
            _opened.Set();
        if (fault is not null && Volatile.Read(ref _disposed) == 0)
            _faulted!(fault);
    }

    /// <summary>Runs until the sink is disposed (null) or the server fails.</summary>
    private SinkException? Play(PulseMainLoop loop, PulseStream stream)
    {
        _progressAt = Time.GetTimestamp();
        _suspension.Begin();
        if (!_gate.TrySleep())
            Advance(stream); // woken before it was open
        while (!loop.IsStopped)
        {
            int timeout = Timeout(stream);
            loop.Iterate(timeout);
            if (_suspension.WasStopped(within: Late(timeout)))
                _progressAt = Time.GetTimestamp(); // the server has its whole time again
            if ((stream.Failure ?? (HasStalled() ? Stalled(stream) : null)) is { } failure)
                return new SinkException(SinkErrorKind.DeviceLost, failure);
            CountUnderflow(stream);
            LookAtAudibility(stream);
            Advance(stream);
            PublishPosition(stream);
        }

        return null;
    }

    /// <summary>The end of a sound does not count.</summary>
    private void CountUnderflow(PulseStream stream)
    {
        long index = stream.UnderflowIndex;
        if (index == _underflowIndex || stream.IsUnderrun(_framesRendered) is not { } isUnderrun)
            return;
        _underflowIndex = index;
        if (isUnderrun)
            Volatile.Write(ref _underflows, _underflows + 1);
    }

    private void LookAtAudibility(PulseStream stream)
    {
        stream.LookAtAudibility();
        if (stream.Inaudible == _inaudible)
            return;
        _inaudible = stream.Inaudible;
        AudibilityChanged?.Invoke();
    }

    private void Advance(PulseStream stream)
    {
        if (_phase != Phase.Sounding && _gate.IsWanted)
        {
            _gate.Rise();
            if (_phase == Phase.Silent)
                _progressAt = Time.GetTimestamp();
            _phase = Phase.Sounding;
        }

        switch (_phase)
        {
            case Phase.Sounding:
                Fill(stream);
                break;
            case Phase.Draining when stream.IsDrained && _isDrainTimed && FramesPlayed == _framesRendered:
                _drainedFrames = _framesRendered;
                FallSilent();
                break;
            case Phase.Draining when !stream.IsDrained:
                stream.EndSound();
                break;
            case Phase.Silent when !stream.IsCorked && Time.GetElapsedTime(_progressAt) >= CorkGrace:
                stream.Cork(true);
                break;
        }
    }

    /// <summary>Renders while the server requests whole periods and the source provides them.</summary>
    private void Fill(PulseStream stream)
    {
        while (stream.Writable >= _buffer.Length * sizeof(float))
        {
            _gate.Answer();
            if (_source!.Render(_buffer))
            {
                Write(stream);
                continue;
            }

            EndOfSound(stream);
            if (_gate.TrySleep())
                return;
            _phase = Phase.Sounding;
        }
    }

    private void Write(PulseStream stream)
    {
        if (stream.IsCorked)
            stream.Cork(false);
        if (!stream.Write(_buffer, _framesRendered))
            return; // the stream has failed, which the next check reports
        if (_isBehindGap)
        {
            // The device may hold up to 2 s of silence that plays first: when this is heard is unknown until the server
            // reports it.
            _ = FramesPlayed;
            ForgetPosition();
            _timings = 0;
            _isBehindGap = false;
        }

        Volatile.Write(ref _framesRendered, _framesRendered + _options.PeriodFrames);
        _progressAt = Time.GetTimestamp();
    }

    private void EndOfSound(PulseStream stream)
    {
        if (_framesRendered == _drainedFrames)
        {
            FallSilent();
            return;
        }

        _phase = Phase.Draining;
        _isBehindGap = true;
        _isDrainAsked = _isDrainTimed = false;
        stream.EndSound();
    }

    private void FallSilent()
    {
        _phase = Phase.Silent;
        _progressAt = Time.GetTimestamp();
    }

    /// <summary>The timeout in microseconds; -1: wait for a wake or the server.</summary>
    private int Timeout(PulseStream stream)
    {
        if (_phase == Phase.Silent && stream.IsCorked)
            return -1;
        TimeSpan limit = _phase == Phase.Silent ? CorkGrace : _stallLimit;
        TimeSpan left = limit - Time.GetElapsedTime(_progressAt);
        if (_phase == Phase.Draining && UntilNextLook(stream) is { } look && look < left)
            left = look;
        if (_phase != Phase.Silent && left > LookInterval)
            left = LookInterval;
        return (int)Math.Max(0, left.TotalMicroseconds + 1);
    }

    /// <summary>When to check the end of a sound again, if the server does not report it.</summary>
    private TimeSpan? UntilNextLook(PulseStream stream)
    {
        if (_isDrainTimed)
            return UntilHeard();
        if (stream.TellsEnd)
            return null;
        TimeSpan next = _options.Period - Time.GetElapsedTime(_timingAt);
        return _isPositionKnown && UntilHeard() is var heard && heard > next ? heard : next;
    }

    /// <summary>The time after which this thread is late, for its timeout.</summary>
    private static TimeSpan Late(int timeout) =>
        timeout < 0 ? TimeSpan.MaxValue : TimeSpan.FromMicroseconds(timeout) + LookInterval;

    private bool HasStalled() => _phase != Phase.Silent && Time.GetElapsedTime(_progressAt) >= _stallLimit;

    private string Stalled(PulseStream stream) =>
        stream.IsSuspended
            ? $"The sound server has suspended the device and taken nothing for {_stallLimit.TotalSeconds:0.#} s."
            : $"The sound server has taken nothing for {_stallLimit.TotalSeconds:0.#} s.";

    private void PublishPosition(PulseStream stream)
    {
        if (_phase == Phase.Silent)
            return;
        long now = Time.GetTimestamp();
        bool isTold = stream.TryTakeTiming(_framesRendered, out PulseTiming timing);
        bool isDrained = _phase == Phase.Draining && stream.IsDrained;
        if (isTold)
        {
            TakePosition(timing, now);
            _isDrainTimed = isDrained && _isPositionKnown;
            _isDrainAsked &= _isDrainTimed;
        }

        if (isDrained ? _isDrainAsked : Time.GetElapsedTime(_timingAt, now) < TimingInterval(stream))
            return;
        if (isDrained)
            // the device has everything, and up to 2 s of silence before it has been waited for
            _progressAt = now;
        _isDrainAsked = isDrained;
        _timings++;
        _timingAt = now;
        stream.RequestTiming();
    }

    /// <summary>Frequent at the start of a sound, when the server's clock is least known, then occasional.</summary>
    private TimeSpan TimingInterval(PulseStream stream) =>
        !_isPositionKnown ? UnknownInterval
        : _timings < EagerTimings || (_phase == Phase.Draining && !stream.TellsEnd) ? _options.Period
        : SteadyInterval;

    private void TakePosition(in PulseTiming timing, long now)
    {
        // A device that first plays silence it has rendered ahead accepts nothing for up to 2 s and is not stalled.
        if (timing.Heard != _deviceAt && timing.Heard <= timing.Read)
            _progressAt = now;
        _deviceAt = timing.Heard;
        if (timing.IsPlaying || timing.Read >= _framesRendered)
        {
            _position.Point = new PlayPoint(
                timing.Heard,
                now - (long)(timing.Age.TotalSeconds * Time.TimestampFrequency)
            );
            _isPositionKnown = true;
            return;
        }

        // It has not started yet, or resumes after it ran dry: what it was given is heard now or soon; when the rest
        // is, is unknown.
        _position.RaiseTo(Math.Min(timing.Read, timing.Heard));
        ForgetPosition();
    }

    private void ForgetPosition()
    {
        _position.Point = PlayPoint.Unknown;
        _isPositionKnown = false;
    }

    private TimeSpan UntilHeard() =>
        TimeSpan.FromSeconds((double)(_framesRendered - FramesPlayed) / _options.SampleRate);
}
