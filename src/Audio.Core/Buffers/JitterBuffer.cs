using Audio.Core.Dsp;
using Audio.Core.Mixing;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Buffers;

/// <summary>
/// Samples between a session and the render thread: one producer, one consumer, no locks. Memory is leased as sound
/// arrives (<see cref="SampleBlockRing"/>), so a buffer that may hold 30 s costs what it holds. The threads share only
/// two counters, <c>written</c> and <c>read</c>. The producer writes samples and then publishes <c>written</c>; the
/// consumer copies samples and then publishes <c>read</c>. Blocks before <c>read</c> are given back by the producer, so
/// the render thread never touches the pool.
/// </summary>
/// <remarks>
/// The published samples may be followed by a <see cref="ProvisionalTail"/>, which is read where samples are missing.
/// So <c>read</c> can be ahead of <c>written</c> until those samples are published; they count as heard. With a
/// prefill, reading starts when that much is held, when the stream is complete, or when the gate is opened. After an
/// underrun the gate closes again, possibly with another prefill. The producer says whether its sound ends in silence.
/// A sound that did was complete when the consumer ran dry: that is no underrun, and what follows is a new sound.
/// </remarks>
internal sealed class JitterBuffer : IStreamProvider, IDisposable
{
    // Immutable.
    private readonly SampleBlockRing _blocks;
    private readonly int _channels;
    private readonly int _capacity; // samples
    private readonly ProvisionalTail? _tail;

    // Written by the producer, read by any thread.
    private volatile int _prefill; // samples
    private long _written; // samples published

    // twice the position up to which samples can be read, published or provisional, plus one if they end in silence
    private long _end;
    private long _gateOpenUpTo; // a sample position: the gate is open while read is below it
    private long _pauseAt = -1; // a sample position: running dry there is not the producer's fault
    private long _soundAt = -1; // a sample position: a new sound begins there
    private bool _completed;
    private float _peak; // of everything written, provisional or not

    // Producer only.
    private bool _disposed;

    // Written by the consumer, read by any thread.
    private long _read; // samples consumed
    private int _underruns;

    private volatile bool _flowing; // the gate is open and the consumer has not run dry since

    // Consumer only.
    private bool _starved; // a read came back short after sound had begun

    /// <summary>Creates an empty buffer; it leases nothing before the first write.</summary>
    /// <param name="pool">Where blocks come from and go back to.</param>
    /// <param name="format">32-bit float, one or two channels, at the mix rate.</param>
    /// <param name="capacityFrames">The most frames it will hold.</param>
    /// <param name="prefillFrames">Frames to hold before reading starts; 0: it starts with the first sample.</param>
    /// <param name="tailFrames">The longest provisional tail; 0: none.</param>
    /// <param name="share">Where its blocks are counted; <see langword="null"/>: nowhere.</param>
    public JitterBuffer(
        SampleBlockPool pool,
        AudioFormat format,
        int capacityFrames,
        int prefillFrames = 0,
        int tailFrames = 0,
        MemoryShare? share = null
    )
    {
        if (format.Encoding != SampleEncoding.Float32Le || !format.IsPlayable || format.Channels > 2)
        {
            throw new ArgumentException(
                $"A jitter buffer holds playable 32-bit float of one or two channels, not {format}.",
                nameof(format)
            );
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacityFrames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacityFrames, int.MaxValue / 2 / format.Channels);
        ArgumentOutOfRangeException.ThrowIfNegative(prefillFrames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefillFrames, capacityFrames);
        Format = format;
        WaveFormat = WaveFormat.CreateIeeeFloatWaveFormat(format.SampleRate, format.Channels);
        _channels = format.Channels;
        _capacity = capacityFrames * _channels;
        _prefill = prefillFrames * _channels;
        _tail = tailFrames > 0 ? new ProvisionalTail(tailFrames * _channels) : null;
        _blocks = new SampleBlockRing(pool, _capacity, share);
    }

    /// <summary>32-bit float at the mix rate, one or two channels.</summary>
    public AudioFormat Format { get; }

    /// <inheritdoc/>
    public WaveFormat WaveFormat { get; }

    /// <inheritdoc/>
    public Action? Readable { private get; set; }

    /// <summary>Frames held now, including provisional ones. Any thread.</summary>
    public int BufferedFrames
    {
        get
        {
            long read = Volatile.Read(ref _read); // first, so that the end seen later is not before it
            return (int)((End - read) / _channels);
        }
    }

    /// <summary>Frames published since the start, plus the provisional ones. Any thread.</summary>
    public long FramesWritten => End / _channels;

    /// <summary>Frames consumed since the start. Any thread.</summary>
    public long FramesRead => Volatile.Read(ref _read) / _channels;

    /// <summary>Whether the stream is complete. Any thread.</summary>
    public bool IsCompleted => Volatile.Read(ref _completed);

    /// <inheritdoc/>
    public bool IsDrained => Volatile.Read(ref _completed) && Volatile.Read(ref _read) >= Volatile.Read(ref _written);

    /// <summary>Whether the gate is open: sound has begun and has not run dry since. Any thread.</summary>
    public bool IsFlowing => _flowing;

    /// <summary>Whether everything was read and silence has followed. Producer.</summary>
    public bool IsDry => !_flowing && Volatile.Read(ref _read) is > 0 and long read && read >= End;

    /// <summary>
    /// The space for a provisional tail, published by <see cref="AdvanceTail"/>; empty: this buffer has none. Producer.
    /// </summary>
    public Span<float> TailSpan => _tail is null ? [] : _tail.Room;

    /// <summary>
    /// Frames to hold before reading starts, and again after an underrun; 0 to the capacity. Read by any thread, set by
    /// the producer.
    /// </summary>
    public int PrefillFrames
    {
        get => _prefill / _channels;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _capacity / _channels);
            int before = _prefill;
            _prefill = value * _channels;
            if (_prefill < before)
                Readable?.Invoke();
        }
    }

    /// <summary>
    /// How often the consumer ran dry in the middle of a sound that continued later. Silence between two sounds, or
    /// before the end, does not count. Any thread.
    /// </summary>
    public int Underruns => Volatile.Read(ref _underruns);

    /// <summary>
    /// Whether the stream ends in silence after the samples written next; published with them. Producer.
    /// </summary>
    public bool EndsInSilence { get; set; }

    /// <inheritdoc/>
    public bool EndedInSilence { get; private set; }

    /// <inheritdoc/>
    public bool BeginsSound { get; private set; }

    /// <inheritdoc/>
    public float Peak => Volatile.Read(ref _peak);

    /// <summary>Frames that fit before the capacity is reached; the pool may run out earlier. Producer.</summary>
    public int FreeFrames => (_capacity - (int)Math.Max(0, _written - Volatile.Read(ref _read))) / _channels;

    /// <summary>
    /// Free space up to the end of the current block; a whole number of frames. Empty if the buffer is full, the pool
    /// is empty, or the stream is complete. Producer.
    /// </summary>
    public Span<float> GetSpan()
    {
        Reclaim();
        int free = FreeFrames * _channels;
        if (free == 0 || _completed || _disposed)
            return [];
        Span<float> space = _blocks.SpaceAt(_written);
        return space.Length > free ? space[..free] : space;
    }

    /// <summary>Publishes samples written to the start of the last <see cref="GetSpan"/>. Producer.</summary>
    /// <param name="samples">Samples, not frames; a whole number of frames.</param>
    public void Advance(int samples)
    {
        if (
            samples < 0
            || samples % _channels != 0
            || samples > _blocks.LeasedAt(_written)
            || samples / _channels > FreeFrames
        )
        {
            throw new ArgumentOutOfRangeException(
                nameof(samples),
                samples,
                "Advance by whole frames, no further than GetSpan reached."
            );
        }

        if (samples > 0)
            Measure(_blocks.SpaceAt(_written)[..samples]);
        Volatile.Write(ref _written, _written + samples);
        PublishEnd(_written);
    }

    /// <summary>
    /// Publishes samples at the start of <see cref="TailSpan"/> as the provisional tail after the published samples.
    /// Producer.
    /// </summary>
    /// <param name="samples">Samples, not frames; a whole number of frames.</param>
    public void AdvanceTail(int samples)
    {
        Measure(_tail!.Room[..samples]);
        _tail.Publish(_written, samples);
        PublishEnd(_written + samples);
    }

    /// <summary>The next samples begin a new sound: running dry before them is no underrun. Producer.</summary>
    public void BeginSound() => Volatile.Write(ref _soundAt, End);

    /// <summary>
    /// The next samples were held back by the daemon itself: running dry before them is not the producer's fault.
    /// Producer.
    /// </summary>
    public void BeginRest() => Volatile.Write(ref _pauseAt, End);

    /// <summary>Copies as many whole frames as fit. Producer.</summary>
    /// <returns>Samples taken.</returns>
    public int Write(ReadOnlySpan<float> samples)
    {
        int taken = 0;
        int whole = samples.Length - samples.Length % _channels;
        while (taken < whole)
        {
            Span<float> space = GetSpan();
            if (space.IsEmpty)
                break;
            int count = Math.Min(space.Length, whole - taken);
            samples.Slice(taken, count).CopyTo(space);
            Advance(count);
            taken += count;
        }

        return taken;
    }

    /// <summary>Completes the stream; what is held can be read at once, whatever the prefill. Producer.</summary>
    public void Complete()
    {
        Volatile.Write(ref _completed, true);
        Readable?.Invoke();
    }

    /// <summary>
    /// Lets the samples held be read before the prefill is reached; if none are held, the next samples. The prefill
    /// applies again after the next underrun. Producer.
    /// </summary>
    public void OpenGate()
    {
        Volatile.Write(ref _gateOpenUpTo, Math.Max(End, Volatile.Read(ref _read) + 1));
        Readable?.Invoke();
    }

    /// <summary>
    /// Gives blocks that have been read back to the pool. Producer; to be called now and then while nothing is written.
    /// </summary>
    public void Reclaim() => _blocks.GiveBackBefore(Math.Min(_written, Volatile.Read(ref _read)));

    /// <inheritdoc/>
    /// <remarks>Consumer.</remarks>
    public int Read(Span<float> buffer)
    {
        bool completed = Volatile.Read(ref _completed); // first: if it is set, what is written is final
        if (!_flowing && !MayFlow(completed))
            return 0;
        LookAtBeginning();

        int wanted = buffer.Length & -_channels; // one or two
        int count = 0;
        while (count < wanted)
        {
            Span<float> rest = buffer[count..wanted];
            int copied = CopyHeld(rest, _read + count);
            if (copied == 0 && !completed)
                copied = CopyTail(rest, _read + count);
            if (copied == 0)
                copied = CopyHeld(rest, _read + count); // published meanwhile, before a newer tail
            if (copied == 0)
                break;
            count += copied;
        }

        if (count > 0)
            Consume(count);

        if (count < buffer.Length && !completed && _flowing)
        {
            _flowing = false;
            _starved = true;
            long end = Volatile.Read(ref _end);
            EndedInSilence = end == (_read << 1 | 1); // false if more has arrived meanwhile
        }

        return count;
    }

    /// <summary>Gives every block back. Producer, once the consumer has stopped reading.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _blocks.GiveBackAll();
    }

    private long End => Volatile.Read(ref _end) >> 1;

    /// <summary>Here and not where it is read, because it saves the render thread a pass over the samples.</summary>
    private void Measure(ReadOnlySpan<float> samples)
    {
        float peak = SampleMath.Peak(samples);
        if (!(peak <= _peak))
            Volatile.Write(ref _peak, float.IsNaN(peak) ? float.PositiveInfinity : peak);
    }

    private void PublishEnd(long end)
    {
        Volatile.Write(ref _end, Math.Max(end, _end >> 1) << 1 | (EndsInSilence ? 1L : 0L));
        Readable?.Invoke();
    }

    private void LookAtBeginning() =>
        BeginsSound = _starved && (EndedInSilence || Volatile.Read(ref _soundAt) == _read);

    private void Consume(int samples)
    {
        if (_starved && !BeginsSound && Volatile.Read(ref _pauseAt) != _read)
            Volatile.Write(ref _underruns, _underruns + 1);
        _starved = false;
        _flowing = true;
        Volatile.Write(ref _read, _read + samples);
    }

    private bool MayFlow(bool completed)
    {
        long held = End - _read;
        return held > 0 && (held >= _prefill || completed || Volatile.Read(ref _gateOpenUpTo) > _read);
    }

    private int CopyHeld(Span<float> target, long position)
    {
        int count = (int)Math.Clamp(Volatile.Read(ref _written) - position, 0, target.Length);
        _blocks.CopyTo(target[..count], position);
        return count;
    }

    private int CopyTail(Span<float> target, long position)
    {
        if (_tail is null)
            return 0;
        ReadOnlySpan<float> tail = _tail.From(position);
        int count = Math.Min(tail.Length, target.Length);
        tail[..count].CopyTo(target);
        return count;
    }
}
