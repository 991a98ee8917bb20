using Audio.Core.Sinks.Clocked;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Sinks.Player;

/// <summary>
/// Plays the engine's mix on any player of NAudio, such as WASAPI, ASIO or ALSA; return it from
/// <c>AudioEngineOptions.CreateSink</c>. The player's thread renders, in buffers of the player's choice: period and
/// latency are set on the player. The player is started with the first sound, paused after two seconds of silence, and
/// resumed by the next sound. It counts as lost if it stops by itself or requests nothing for five seconds.
/// </summary>
/// <remarks>
/// Positions come from the player's <see cref="IWaveLatency.CurrentLatency"/>, queried whenever it reads; without that,
/// from what it has read and <see cref="WavePlayerSinkOptions.Latency"/>.
/// </remarks>
public sealed class WavePlayerSink : IAudioSink
{
    /// <summary>How long the player plays silence before it is paused.</summary>
    internal static readonly TimeSpan PauseGrace = TimeSpan.FromSeconds(2);

    /// <summary>Time allowed for a running player to request samples.</summary>
    internal static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // Immutable.
    private readonly Func<IWavePlayer> _open;
    private readonly WavePlayerSinkOptions _options;
    private readonly TimeProvider _time;
    private readonly PlayPosition _position;
    private readonly PlayerLatency _latency;
    private readonly RenderPermit _permit = new();

    // Set by Start.
    private ISampleProvider? _source;
    private Action<SinkException>? _faulted;
    private IWavePlayer? _player;
    private ITimer? _timer;

    // Guarded by the lock: one call to the player at a time, never on its own thread.
    private readonly Lock _control = new();

    // Written by the player's thread, read by any.
    private long _framesRendered;
    private readonly DeviceWatch _watch; // looked at under the control lock

    // Any thread.
    private readonly WakeGate _gate; // asleep while the player is paused
    private Exception? _stop;
    private int _hasStopped;
    private volatile bool _closed;
    private int _disposed;

    /// <summary>Creates a sink; it opens nothing before <see cref="Start"/>.</summary>
    /// <param name="options">The options, of which only the mix rate is used.</param>
    /// <param name="open">
    /// Creates the player, not yet initialized; called once, by <see cref="Start"/>. The sink owns and disposes it.
    /// </param>
    /// <param name="playerOptions">What cannot be learned from the player.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The latency is out of range.</exception>
    public WavePlayerSink(
        SinkOptions options,
        Func<IWavePlayer> open,
        WavePlayerSinkOptions? playerOptions = null,
        TimeProvider? time = null
    )
    {
        _open = open;
        _options = playerOptions ?? new WavePlayerSinkOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Latency, TimeSpan.Zero, nameof(playerOptions));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.Latency, PlayerLatency.Longest, nameof(playerOptions));
        _time = time ?? TimeProvider.System;
        _watch = new DeviceWatch(_time, StallLimit);
        _latency = new PlayerLatency(_time, options.SampleRate, _options.Latency);
        _position = new PlayPosition(_time, options.SampleRate);
        _gate = new WakeGate(StepSoon);
        Format = AudioFormat.Float32(options.SampleRate, SinkOptions.Channels);
    }

    /// <inheritdoc/>
    public string Name => GivenName ?? (_player is null ? "naudio" : $"naudio: {_player.GetType().Name}");

    /// <summary>Its name, if the daemon gives it one.</summary>
    internal string? GivenName { get; init; }

    /// <inheritdoc/>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public long FramesRendered => Volatile.Read(ref _framesRendered);

    /// <inheritdoc/>
    public long FramesPlayed => _position.Heard(FramesRendered);

    /// <inheritdoc/>
    public void Start(ISampleProvider source, Action<SinkException> faulted)
    {
        _source = source;
        _faulted = faulted;
        try
        {
            _player = _open();
            _latency.Source = _player as IWaveLatency;
            _timer = _time.CreateTimer(
                static sink => ((WavePlayerSink)sink!).Step(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            _player.PlaybackStopped += OnStopped;
            var mix = new MixProvider(this);
            ISampleProvider end = _options.Graph?.Invoke(mix) ?? mix;
            if (end.WaveFormat is not { Encoding: WaveFormatEncoding.IeeeFloat, BitsPerSample: 32 })
            {
                throw new NotSupportedException(
                    $"a graph must end in 32-bit float; this one gives {end.WaveFormat.Encoding} with "
                        + $"{end.WaveFormat.BitsPerSample} bits"
                );
            }

            _player.Init(new PlayerFeed(end, Stop));
            if (!_gate.TrySleep())
                StepSoon(); // woken before it was started
        }
        catch (Exception error) when (error is not SinkException) // NAudio's players throw all kinds of exceptions
        {
            SinkErrorKind kind = error is ArgumentException or NotSupportedException
                ? SinkErrorKind.Configuration
                : SinkErrorKind.Unavailable;
            string advice =
                "see whether the device is there, is free, and takes 32-bit float stereo at "
                + $"{Format.SampleRate} Hz (Sink.SampleRate)";
            throw new SinkException(kind, $"{Name} cannot be opened ({error.Message}): {advice}.", error);
        }
    }

    /// <inheritdoc/>
    public void Wake() => _gate.Wake();

    /// <summary>Stops and disposes the player. Not on the player's own thread; waits for a render under way.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        Close();
        lock (_control)
        {
            _timer?.Dispose();
            if (_player is null)
                return;
            _player.PlaybackStopped -= OnStopped;
            try
            {
                _player.Dispose();
            }
            catch (Exception error) // the device may be gone: there is nothing left to close
            {
                Interlocked.CompareExchange(ref _stop, error, null);
            }
        }
    }

    /// <summary>Fills the buffer with the mix, or with silence. Player's thread.</summary>
    private void Fill(Span<float> buffer)
    {
        long now = _time.GetTimestamp();
        bool isSound = _permit.TryEnter() && !_closed && TryRender(buffer, now);
        if (!isSound)
            buffer.Clear();
        _watch.Serve(now, isSound);
        _permit.Leave();
    }

    private bool TryRender(Span<float> buffer, long now)
    {
        long heardAt = _latency.HeardAt(now);
        _gate.Answer();
        if (!_source!.Render(buffer))
            return false;

        int frames = buffer.Length / SinkOptions.Channels;
        _position.Point = new PlayPoint(_framesRendered, _latency.Add(frames, heardAt));
        Volatile.Write(ref _framesRendered, _framesRendered + frames);
        return true;
    }

    private void OnStopped(object? sender, StoppedEventArgs stopped) =>
        Stop(stopped.Exception ?? new InvalidOperationException("it stopped by itself"));

    /// <summary>Any thread, including the player's own.</summary>
    private void Stop(Exception error)
    {
        Interlocked.CompareExchange(ref _stop, error, null);
        if (!_closed && Interlocked.Exchange(ref _hasStopped, 1) == 0)
            StepSoon();
    }

    private void StepSoon() => _timer?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void Step()
    {
        Exception? failure;
        lock (_control)
        {
            if (_closed)
                return;
            try
            {
                failure = Volatile.Read(ref _stop) ?? Control();
            }
            catch (Exception error) // NAudio's players throw all kinds of exceptions
            {
                failure = error;
            }

            if (failure is null)
            {
                if (_permit.IsGranted)
                {
                    _timer!.Change(
                        Volatile.Read(ref _stop) is null ? LookInterval : TimeSpan.Zero,
                        Timeout.InfiniteTimeSpan
                    );
                }

                return;
            }

            Close();
        }

        if (Volatile.Read(ref _disposed) == 0)
            _faulted!(new SinkException(SinkErrorKind.DeviceLost, $"{Name} is gone ({failure.Message}).", failure));
    }

    /// <summary>Starts or pauses the player if that is due.</summary>
    /// <returns>Why the player counts as lost; null: it does not.</returns>
    private TimeoutException? Control()
    {
        if (!_permit.IsGranted)
        {
            if (_gate.IsWanted)
                Play();
            return null;
        }

        if (_watch.HasStalled())
            return new TimeoutException($"it has requested nothing for {StallLimit.TotalSeconds:0} s");
        if (IsSilent())
            Pause();
        return null;
    }

    private bool IsSilent() => !_gate.IsWanted && _watch.Silence >= PauseGrace + _latency.Last;

    private void Play()
    {
        _gate.Rise();
        _watch.Begin(_time.GetTimestamp());
        _permit.Grant();
        _player!.Play();
    }

    private void Pause()
    {
        _permit.Revoke();
        if (!IsSilent())
        {
            _permit.Grant(); // sound came at the last moment
            return;
        }

        _player!.Pause();
        if (!_gate.TrySleep())
            Play();
    }

    /// <summary>Stops rendering for good and freezes the position.</summary>
    private void Close()
    {
        _closed = true;
        _permit.Revoke();
        _position.Freeze(FramesRendered);
    }

    /// <summary>The mix as NAudio sees it: it never ends, and is silent between sessions.</summary>
    private sealed class MixProvider(WavePlayerSink sink) : ISampleProvider
    {
        public WaveFormat WaveFormat { get; } =
            WaveFormat.CreateIeeeFloatWaveFormat(sink.Format.SampleRate, sink.Format.Channels);

        public int Read(Span<float> buffer)
        {
            int whole = buffer.Length - buffer.Length % SinkOptions.Channels;
            sink.Fill(buffer[..whole]);
            buffer[whole..].Clear();
            return buffer.Length;
        }
    }
}
