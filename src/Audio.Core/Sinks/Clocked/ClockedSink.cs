using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Sinks.Clocked;

/// <summary>
/// A sink without a device, where a clock determines what has been heard. A wake from silence renders the whole latency
/// at once, then one period per period; late ticks catch up, so there is no drift. It runs on one-shot timers of the
/// <see cref="TimeProvider"/>: no thread, and no timer while nothing plays.
/// </summary>
internal abstract class ClockedSink : IAudioSink
{
    /* immutable */
    private readonly TimeProvider _time;
    private readonly RenderClock _clock;
    private readonly int _periodFrames;
    private readonly int _latencyFrames;
    private readonly bool _paced;

    /* set by Start */
    private ISampleProvider? _source;
    private Action<SinkException>? _faulted;
    private ITimer? _timer;

    /* under the lock, which only a late timer callback or Dispose ever has to wait for */
    private readonly Lock _rendering = new();
    private readonly float[] _buffer;
    private bool _closed;

    /* written under the lock, read by any thread */
    private long _framesRendered;
    private long _playedAtClose = -1;
    private readonly PublishedPlayPoint _runStart = new();

    /* any thread */
    private readonly WakeGate _gate;

    /// <summary>Nothing is opened before <see cref="Start"/>.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="options">Rate, period and latency.</param>
    /// <param name="time">The clock.</param>
    /// <param name="paced">
    /// Whether it runs in real time; if not, it renders as fast as it can, and what is rendered counts as heard.
    /// </param>
    protected ClockedSink(string name, SinkOptions options, TimeProvider time, bool paced)
    {
        Name = name;
        Format = AudioFormat.Float32(options.SampleRate, SinkOptions.Channels);
        _time = time;
        _clock = new RenderClock(time, options.SampleRate);
        _periodFrames = options.PeriodFrames;
        _latencyFrames = options.LatencyFrames;
        _paced = paced;
        _buffer = new float[_periodFrames * SinkOptions.Channels];
        _gate = new WakeGate(Tick);
    }

    public virtual string Name { get; }

    public AudioFormat Format { get; }

    public long FramesRendered => Volatile.Read(ref _framesRendered);

    public long FramesPlayed
    {
        get
        {
            if (Volatile.Read(ref _playedAtClose) is >= 0 and var final)
                return final;

            // Read the count first: a new run is published before its first frame.
            long rendered = FramesRendered;
            return _paced ? Math.Min(rendered, HeardIn(_runStart.Value)) : rendered;
        }
    }

    public void Start(ISampleProvider source, Action<SinkException> faulted)
    {
        Open();
        _source = source;
        _faulted = faulted;
        _timer = _time.CreateTimer(
            static sink => ((ClockedSink)sink!).Pump(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _runStart.Value = new PlayPoint(0, _time.GetTimestamp());
        if (!_gate.TrySleep())
            Tick(); // woken before it was started
    }

    public void Wake() => _gate.Wake();

    public void Dispose()
    {
        lock (_rendering)
        {
            if (_playedAtClose >= 0)
                return;
            Volatile.Write(ref _playedAtClose, FramesPlayed);
            _closed = true;
            _timer?.Dispose();
            Close();
        }
    }

    /// <summary>Opens what the sink writes to. Control thread.</summary>
    /// <exception cref="SinkException">It cannot be opened.</exception>
    protected virtual void Open() { }

    /// <summary>Writes one period. Never called concurrently.</summary>
    /// <exception cref="SinkException">It cannot be written; the sink stops.</exception>
    protected virtual void Write(ReadOnlySpan<float> period) { }

    /// <summary>Called before the sink sleeps, never during <see cref="Write"/>.</summary>
    /// <exception cref="SinkException">As for <see cref="Write"/>.</exception>
    protected virtual void Idle() { }

    /// <summary>Called once, as the last call, never during <see cref="Write"/>; must not throw.</summary>
    protected virtual void Close() { }

    private void Tick() => _timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void Pump()
    {
        SinkException fault;
        lock (_rendering)
        {
            if (_closed)
                return;
            try
            {
                RenderDue(_source!, _timer!);
                return;
            }
            catch (SinkException error)
            {
                fault = error;
                _closed = true;
            }
        }

        _faulted!(fault);
    }

    private void RenderDue(ISampleProvider source, ITimer timer)
    {
        bool asleep = _gate.IsAsleep;
        while (true)
        {
            _gate.Answer();
            (PlayPoint run, long due) = NextDue(asleep);
            while (due <= 0 && source.Render(_buffer))
            {
                Write(_buffer);
                if (asleep)
                    _runStart.Value = run;
                asleep = false;
                Volatile.Write(ref _framesRendered, _framesRendered + _periodFrames);
                (run, due) = NextDue(asleep);
            }

            if (due > 0)
            {
                timer.Change(_clock.Duration(due), Timeout.InfiniteTimeSpan);
                return;
            }

            Idle();
            if (_gate.TrySleep())
                return;
            asleep = true;
        }
    }

    /// <summary>
    /// Determines to which run of sound the next period belongs, and in how many frames it is due. A new run begins if
    /// the sink slept and everything has been heard; a sink that is merely late stays in its run and catches up.
    /// </summary>
    private (PlayPoint Run, long Frames) NextDue(bool asleep)
    {
        PlayPoint run = _runStart.Value;
        if (!_paced)
            return (run, 0);
        if (asleep && HeardIn(run) >= _framesRendered)
            return (new PlayPoint(_framesRendered, _time.GetTimestamp()), 0);
        return (run, _framesRendered + _periodFrames - _latencyFrames - HeardIn(run));
    }

    private long HeardIn(PlayPoint run) => run.Frame + _clock.FramesSince(run.Timestamp);
}
