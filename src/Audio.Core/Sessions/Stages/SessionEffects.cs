using Audio.Core.Buffers;
using Audio.Core.Effects;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// The effects of one session, between its resampler and its jitter buffer. Output that the buffer has no room for
/// waits here, and no more input is accepted until it is gone. It maps frames in the buffer to input frames.
/// </summary>
internal sealed class SessionEffects : IMixRateStage
{
    /// <summary>Small, because positions are updated after each piece: 5 ms of stereo at 48 kHz.</summary>
    private const int PieceSamples = 512;

    // Immutable.
    private readonly IStreamEffect _effect;
    private readonly IHoldingEffect? _holding;
    private readonly JitterBuffer _buffer;
    private readonly int _channels;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly FrameMap _map = new();
    private long _taken; // frames the effects have consumed
    private int _previewed; // provisional frames in the buffer

    // Session scheduler only.
    private readonly float[] _piece = new float[PieceSamples];
    private int _start;
    private int _end;
    private bool _hurrying;
    private bool _flushing;

    /// <summary>Creates the effects before a buffer.</summary>
    /// <param name="chain">The effects.</param>
    /// <param name="buffer">The jitter buffer.</param>
    /// <param name="limit">The latency limit before them; optional.</param>
    public SessionEffects(EffectChain chain, JitterBuffer buffer, LatencyLimit? limit = null)
    {
        _effect = chain.CreateStream(buffer.Format, limit);
        _holding = _effect as IHoldingEffect;
        _buffer = buffer;
        _channels = buffer.Format.Channels;
    }

    /// <summary>How long the first sound may wait for look-ahead.</summary>
    public TimeSpan MaxWait => _holding?.MaxWait ?? TimeSpan.Zero;

    /// <inheritdoc/>
    public bool IsHolding => !_hurrying && _holding is { IsHolding: true };

    /// <summary>Accounts for what they hold, but always leaves some room.</summary>
    public long FreeFrames
    {
        get
        {
            int frames = (int)(_buffer.FreeFrames / _effect.MaxStretch);
            return frames - (int)Math.Min(HeldFrames, frames / 2);
        }
    }

    /// <summary>Frames the effects have consumed that have neither come out nor been dropped. Any thread.</summary>
    public long HeldFrames
    {
        get
        {
            lock (_lock)
                return Math.Max(0, _taken - _map.Input);
        }
    }

    /// <summary>The input frame of a frame in the buffer. Any thread.</summary>
    public long ToInput(long output)
    {
        lock (_lock)
            return _map.ToInput(output) + Math.Max(0, output - _map.Output);
    }

    /// <summary>
    /// The frame in the buffer of an input frame; <see langword="null"/>: it is not there yet. Any thread.
    /// </summary>
    public long? ToOutput(long input)
    {
        lock (_lock)
        {
            if (input < _map.Input)
                return _map.ToOutput(input);
            return input < _map.Input + _previewed ? _map.Output + input - _map.Input : null;
        }
    }

    /// <inheritdoc/>
    public Span<float> GetSpan() => Drain() ? _piece : [];

    /// <inheritdoc/>
    public void Advance(int samples)
    {
        (_start, _end) = (0, samples);
        Drain();
    }

    /// <inheritdoc/>
    public bool LetOut()
    {
        _hurrying = true;
        _holding?.Hurry();
        return Drain();
    }

    /// <inheritdoc/>
    public bool Preview(Span<float> samples, out int made)
    {
        int? known = (_effect as IPreviewEffect)?.Preview(samples);
        made = known ?? 0;
        lock (_lock)
            _previewed = made / _channels;
        // with latency they hold back what they cannot work without, which need not come out
        return known is not null || _effect.LatencyFrames > 0;
    }

    /// <inheritdoc/>
    public bool BeginAnew()
    {
        if (!Drain())
            return false;
        (_effect as IPreviewEffect)?.Rest();
        return true;
    }

    /// <inheritdoc/>
    public bool Drain()
    {
        if (_flushing)
            return true; // nothing more comes: what the effect still holds is let out by Flush
        while (true)
        {
            Span<float> room = _buffer.GetSpan();
            if (room.IsEmpty)
                return _start == _end && !(_hurrying && _holding is { IsHolding: true });
            _effect.Process(_piece.AsSpan(_start.._end), room, out int taken, out int written);
            Publish(taken, written);
            _start += taken;
            if (written == room.Length)
                continue;
            if (_start != _end)
                continue;
            _hurrying = false;
            return true;
        }
    }

    /// <inheritdoc/>
    public bool Flush()
    {
        if (!_flushing && !Drain())
            return false;
        _flushing = true;
        while (true)
        {
            Span<float> room = _buffer.GetSpan();
            if (room.IsEmpty)
                return false;
            bool done = _effect.Flush(room, out int written);
            Publish(0, written);
            if (!done)
                continue;
            lock (_lock)
                _map.Add(_map.Output, _taken); // what is dropped at the end belongs to the last frame
            return true;
        }
    }

    private void Publish(int taken, int written)
    {
        _buffer.Advance(written);
        lock (_lock)
        {
            _taken += taken / _channels;
            _previewed = 0;
            _map.Add(_map.Output + written / _channels, Math.Min(_effect.PositionFrames, _taken));
        }
    }
}
