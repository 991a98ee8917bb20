using NAudio.Wave;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// The use of one sink, between the sink and the mixer: counts the frames it rendered, so that the mixer's timeline
/// continues across sinks, and disconnects a sink that is not, or no longer, the current one.
/// </summary>
/// <param name="sink">The sink.</param>
/// <param name="mixer">The mix.</param>
/// <param name="changed">Called on any thread when it has faulted, or its audibility has changed.</param>
/// <param name="inaudible">
/// Why this sink cannot be heard, whatever it reports itself; <see langword="null"/>: as it reports.
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

    /// <summary>Whether it only keeps time while the real one is gone.</summary>
    public bool IsStandIn { get; init; }

    /// <summary>Why the sink stopped, once it has.</summary>
    public SinkException? Fault => Volatile.Read(ref _fault);

    /// <summary>Why it cannot be heard; <see langword="null"/> if it can. Any thread.</summary>
    public Inaudibility? Inaudible
    {
        get => _inaudible ?? _audibility?.Inaudible;
        set => _inaudible = value;
    }

    /// <summary>Whether the mixer waits for a device to replace this sink. Any thread.</summary>
    public bool IsHeld => _held;

    /// <summary>The end of this segment of the mixer's timeline so far.</summary>
    public long EndFrame => _firstFrame + Volatile.Read(ref _rendered);

    /// <summary>What has been heard, on the mixer's timeline.</summary>
    public long FramesPlayed => Math.Min(_firstFrame + sink.FramesPlayed, EndFrame);

    /// <summary>
    /// Frames that nobody heard, once the sink has been disposed: what the device still held, or everything that a
    /// stand-in rendered.
    /// </summary>
    public long FramesLost => EndFrame - (IsStandIn ? _firstFrame : FramesPlayed);

    /// <summary>Opens the sink, not yet connected to the mixer.</summary>
    /// <exception cref="SinkException">It does not open, and has been disposed.</exception>
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
            // a faulty sink of an embedder
            throw new SinkException(SinkErrorKind.Unavailable, $"{sink.Name} cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>Connects the sink to the mixer, whose next frame has this index.</summary>
    public void Connect(long firstFrame)
    {
        Volatile.Write(ref _firstFrame, firstFrame - Volatile.Read(ref _rendered));
        _connected = true;
    }

    /// <summary>Disconnects the sink; a render under way completes.</summary>
    public void Disconnect() => _connected = false;

    /// <summary>
    /// Holds the mix until <see cref="EndHold"/>, if this sink cannot be heard and nothing plays now. Any thread.
    /// </summary>
    /// <returns>Whether this call started the hold.</returns>
    public bool TryHold()
    {
        if (_held || _inaudible is not { Reason: InaudibleReason.NoDevice } || FramesPlayed < EndFrame)
            return false;
        _held = true;
        return true;
    }

    /// <summary>Ends the hold; wake the sink afterwards. Any thread.</summary>
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
