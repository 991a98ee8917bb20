using NAudio.Wave;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// One life of one sink, between the sink and the mixer: counts what it rendered, so that the mixer's timeline goes on
/// over many sinks, and shuts the mixer off from a sink that is not (or no longer) the current one.
/// </summary>
/// <param name="sink">The sink.</param>
/// <param name="mixer">What it plays.</param>
/// <param name="changed">Called on any thread when it has faulted, or can be heard otherwise than before.</param>
/// <param name="inaudible">
/// Why nobody hears this sink, whatever it says; <see langword="null"/>: its own word counts.
/// </param>
internal sealed class SinkLife(IAudioSink sink, ISampleProvider mixer, Action changed, Inaudibility? inaudible = null)
    : ISampleProvider
{
    /* immutable */
    private readonly IUnheardSource? _counter = mixer as IUnheardSource;
    private readonly IAudibilitySource? _audibility = sink as IAudibilitySource;

    /* written by one thread, read by any */
    private volatile bool _connected;
    private volatile bool _held;
    private volatile Inaudibility? _inaudible = inaudible;
    private SinkException? _fault;
    private long _firstFrame;

    /* written by the render thread, read by any */
    private long _rendered;

    public IAudioSink Sink => sink;

    /// <summary>Whether it only keeps the time while the real one is away.</summary>
    public bool IsStandIn { get; init; }

    /// <summary>Why the sink stopped, once it has.</summary>
    public SinkException? Fault => Volatile.Read(ref _fault);

    /// <summary>Why nobody can hear it; <see langword="null"/> where somebody can. Any thread.</summary>
    public Inaudibility? Inaudible
    {
        get => _inaudible ?? _audibility?.Inaudible;
        set => _inaudible = value;
    }

    /// <summary>Whether the mixer waits for a device to come in place of this sink. Any thread.</summary>
    public bool IsHeld => _held;

    /// <summary>Where this life ends on the mixer's timeline, so far.</summary>
    public long EndFrame => _firstFrame + Volatile.Read(ref _rendered);

    /// <summary>What has been heard, on the mixer's timeline.</summary>
    public long FramesPlayed => Math.Min(_firstFrame + sink.FramesPlayed, EndFrame);

    /// <summary>
    /// Frames that nobody heard, once the sink has been disposed: what the device still held, and all that went to a
    /// stand-in.
    /// </summary>
    public long FramesLost => EndFrame - (IsStandIn ? _firstFrame : FramesPlayed);

    /// <summary>Opens the sink, still shut off from the mixer.</summary>
    /// <exception cref="SinkException">It does not open; it has been disposed.</exception>
    public void Open()
    {
        if (_audibility is not null)
            _audibility.AudibilityChanged = changed;
        try
        {
            sink.Start(this, OnFault);
        }
        catch (Exception error)
        {
            sink.Dispose();
            if (error is SinkException)
                throw;
            // an embedder's sink, with a fault
            throw new SinkException(SinkErrorKind.Unavailable, $"{sink.Name} cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>Lets the sink pull from the mixer, whose next frame has this index.</summary>
    public void Connect(long firstFrame)
    {
        Volatile.Write(ref _firstFrame, firstFrame - Volatile.Read(ref _rendered));
        _connected = true;
    }

    /// <summary>Shuts the sink off; a render under way still ends.</summary>
    public void Disconnect() => _connected = false;

    /// <summary>
    /// Lets nothing of the mixer sound before <see cref="EndHold"/>, where nobody hears this sink and nothing sounds
    /// now. Any thread.
    /// </summary>
    /// <returns>Whether it does so from this call on.</returns>
    public bool TryHold()
    {
        if (_held || _inaudible is not { Reason: InaudibleReason.NoDevice } || FramesPlayed < EndFrame)
            return false;
        _held = true;
        return true;
    }

    /// <summary>Lets it sound; wake the sink afterwards. Any thread.</summary>
    public void EndHold() => _held = false;

    /// <inheritdoc/>
    public WaveFormat WaveFormat => mixer.WaveFormat;

    /// <inheritdoc/>
    public int Read(Span<float> buffer)
    {
        if (!_connected || _held)
            return 0;
        if (_counter is not null)
            _counter.Unheard = Inaudible;
        int samples = mixer.Read(buffer);
        if (samples > 0)
            Volatile.Write(ref _rendered, _rendered + samples / SinkOptions.Channels);
        return samples;
    }

    private void OnFault(SinkException error)
    {
        if (Interlocked.CompareExchange(ref _fault, error, null) is null)
            changed();
    }
}
