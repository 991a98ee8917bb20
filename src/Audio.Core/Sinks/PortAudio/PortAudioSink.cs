using Audio.Core.Sinks.Clocked;
using Audio.Core.Sinks.PortAudio.Native;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Sinks.PortAudio;

/// <summary>
/// Plays to the default device of PortAudio: macOS, Windows, and Linux without a sound server. PortAudio's callback is
/// the render thread. A control thread starts the stream when there is sound, and stops it when there has been none for
/// a while; nothing runs while it is stopped.
/// </summary>
internal sealed class PortAudioSink : IAudioSink, IPortAudioRenderer
{
    /// <summary>How long the device plays silence before it is stopped.</summary>
    internal static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    /// <summary>Time allowed for a running device to request samples.</summary>
    internal static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeProvider Time = TimeProvider.System;

    /* immutable */
    private readonly SinkOptions _options;
    private readonly AutoResetEvent _signal = new(initialState: false); // never disposed: a late Wake may still set it
    private readonly WakeGate _gate; // asleep while the device is stopped

    /* set by Start */
    private ISampleProvider? _source;
    private Action<SinkException>? _faulted;
    private PortAudioStream? _stream;
    private Thread? _control;

    /* callback, and control while the device is stopped */
    private bool _raised;

    /* written by the callback, read by any thread */
    private readonly PlayPosition _position;
    private long _framesRendered;
    private readonly DeviceWatch _watch = new(Time, StallLimit); // looked at by the control thread

    /* any thread */
    private volatile bool _stopped;
    private int _disposed;

    /// <summary>Creates a sink; it opens nothing before <see cref="Start"/>.</summary>
    public PortAudioSink(SinkOptions options)
    {
        _options = options;
        _gate = new WakeGate(() => _signal.Set());
        _position = new PlayPosition(new RenderClock(Time, options.SampleRate));
        Format = AudioFormat.Float32(options.SampleRate, SinkOptions.Channels);
    }

    public string Name => _stream is null ? "portaudio" : $"portaudio: {_stream.Device}";

    public AudioFormat Format { get; }

    public long FramesRendered => Volatile.Read(ref _framesRendered);

    public long FramesPlayed => _position.Heard(FramesRendered);

    public void Start(ISampleProvider source, Action<SinkException> faulted)
    {
        if (!LibPortAudio.IsInstalled)
        {
            throw new SinkException(
                SinkErrorKind.Unavailable,
                "PortAudio (libportaudio.so.2) was not found: install it (Debian: apt-get install "
                    + "libportaudio2; macOS: brew install portaudio; Windows: put portaudio.dll beside the "
                    + "program)."
            );
        }

        _source = source;
        _faulted = faulted;
        _stream = PortAudioStream.Open(this, _options);
        _control = new Thread(Control) { Name = "audiod-portaudio", IsBackground = true };
        _control.Start();
    }

    public void Wake() => _gate.Wake();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _stopped = true;
        _signal.Set();
        if (_control is { } control && control != Thread.CurrentThread)
            control.Join(DisposeLimit);
    }

    void IPortAudioRenderer.Fill(Span<float> buffer, double untilHeard)
    {
        if (!_raised)
        {
            RenderThread.Raise();
            _raised = true;
        }

        long now = Time.GetTimestamp();
        _gate.Answer();
        bool isSound = !_stopped && _source!.Render(buffer);
        _watch.Serve(now, isSound);
        if (!isSound)
        {
            buffer.Clear();
            return;
        }

        _position.Point = new PlayPoint(_framesRendered, now + (long)(untilHeard * Time.TimestampFrequency));
        Volatile.Write(ref _framesRendered, _framesRendered + buffer.Length / SinkOptions.Channels);
    }

    private void Control()
    {
        string? failure = Rest();
        while (!_stopped && failure is null)
        {
            _signal.WaitOne(_gate.IsAsleep ? Timeout.InfiniteTimeSpan : LookInterval);
            if (!_stopped)
                failure = Step();
        }

        _position.Freeze(FramesRendered);
        _stopped = true;
        _stream!.Abort();
        _stream.Dispose();
        if (failure is not null && Volatile.Read(ref _disposed) == 0)
            _faulted!(new SinkException(SinkErrorKind.DeviceLost, failure));
    }

    private string? Step()
    {
        if (_gate.IsAsleep)
            return _gate.IsWanted ? StartDevice() : null;
        if (_watch.Silence < StopGrace + _options.Latency || _gate.IsWanted)
            return Look();
        _stream!.Abort();
        return Rest();
    }

    /// <summary>Sleeps with the device stopped, unless there was a wake meanwhile.</summary>
    private string? Rest() => _gate.TrySleep() ? null : StartDevice();

    private string? StartDevice()
    {
        _gate.Rise();
        _watch.Begin(Time.GetTimestamp());
        _raised = false; // the device creates a new thread
        return _stream!.Start() is { } error ? $"{Name} cannot be started ({error})." : null;
    }

    private string? Look()
    {
        if (!_stream!.IsActive)
            return $"{Name} has ended the stream: the device was taken away or has failed.";
        return _watch.HasStalled() ? $"{Name} has requested nothing for {StallLimit.TotalSeconds:0} s." : null;
    }
}
