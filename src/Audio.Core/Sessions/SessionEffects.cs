using Audio.Core.Buffers;
using Audio.Core.Effects;

namespace Audio.Core.Sessions;

/// <summary>
/// The effects of one session, between its resampler and its jitter buffer: to the decoder it looks like the buffer. What the buffer has no room for waits here, and
/// no more is taken until it is gone. It knows which frame in the buffer belongs to which frame that was put in.
/// </summary>
internal sealed class SessionEffects
{
    /// <summary>Short, for positions are told after each piece of work: 5 ms of stereo at 48 kHz.</summary>
    private const int PieceSamples = 512;

    // Immutable.
    private readonly IStreamEffect _effect;
    private readonly IHoldingEffect? _holding;
    private readonly JitterBuffer _buffer;
    private readonly int _channels;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly FrameMap _map = new();
    private long _taken; // frames that the effects have taken
    private int _previewed; // frames that are in the buffer provisionally

    // Session scheduler only.
    private readonly float[] _piece = new float[PieceSamples];
    private int _start;
    private int _end;
    private bool _hurrying;
    private bool _flushing;

    /// <summary>Puts effects in front of a buffer.</summary>
    /// <param name="chain">The effects.</param>
    /// <param name="buffer">Where they lead.</param>
    /// <param name="limit">What stands in front of them; may be left out.</param>
    public SessionEffects(EffectChain chain, JitterBuffer buffer, LatencyLimit? limit = null)
    {
        _effect = chain.CreateStream(buffer.Format, limit);
        _holding = _effect as IHoldingEffect;
        _buffer = buffer;
        _channels = buffer.Format.Channels;
    }

    /// <summary>How long the first sound may wait for more.</summary>
    public TimeSpan MaxWait => _holding?.MaxWait ?? TimeSpan.Zero;

    /// <summary>Whether <see cref="Hurry"/> would bring sound out.</summary>
    public bool IsHolding => !_hurrying && _holding is { IsHolding: true };

    /// <summary>They hold back more than what they cannot do without: not all that was put in need come out.</summary>
    public bool HasLatency => _effect.LatencyFrames > 0;

    /// <summary>The most frames that one frame comes to.</summary>
    public double MaxStretch => _effect.MaxStretch;

    /// <summary>Frames that the effects have taken and that have neither come out nor been left out. Any thread.</summary>
    public long HeldFrames
    {
        get
        {
            lock (_lock) return Math.Max(0, _taken - _map.Input);
        }
    }

    /// <summary>The frame put in that a frame in the buffer comes from. Any thread.</summary>
    public long ToInput(long output)
    {
        lock (_lock) return _map.ToInput(output) + Math.Max(0, output - _map.Output);
    }

    /// <summary>The frame in the buffer that a frame put in has become; <see langword="null"/>: it is not there yet. Any thread.</summary>
    public long? ToOutput(long input)
    {
        lock (_lock)
        {
            if (input < _map.Input) return _map.ToOutput(input);
            return input < _map.Input + _previewed ? _map.Output + input - _map.Input : null;
        }
    }

    /// <summary>Where the next samples go; empty while the buffer is full.</summary>
    public Span<float> GetSpan() => Drain() ? _piece : [];

    /// <summary>Takes samples from the start of the last <see cref="GetSpan"/>.</summary>
    public void Advance(int samples)
    {
        (_start, _end) = (0, samples);
        Drain();
    }

    /// <summary>Lets out what was held for the sake of knowing more; <see cref="Drain"/> moves it.</summary>
    public void Hurry()
    {
        _hurrying = true;
        _holding?.Hurry();
    }

    /// <summary>What would come out for samples that follow, as far as the effects can say; nothing changes.</summary>
    /// <param name="samples">What comes out takes their place.</param>
    /// <returns>Samples; <see langword="null"/>: they cannot say.</returns>
    public int? Preview(Span<float> samples)
    {
        int? made = (_effect as IPreviewEffect)?.Preview(samples);
        lock (_lock) _previewed = (made ?? 0) / _channels;
        return made;
    }

    /// <summary>Time has passed in silence since the last sample.</summary>
    public void Rest() => (_effect as IPreviewEffect)?.Rest();

    /// <summary>Moves on what waits here.</summary>
    /// <returns>Whether all was taken; if not, the buffer is full: come again later.</returns>
    public bool Drain()
    {
        while (true)
        {
            Span<float> room = _buffer.GetSpan();
            if (room.IsEmpty) return _start == _end && !(_hurrying && _holding is { IsHolding: true });
            _effect.Process(_piece.AsSpan(_start.._end), room, out int taken, out int written);
            Publish(taken, written);
            _start += taken;
            if (written == room.Length) continue;
            if (_start != _end) continue;
            _hurrying = false;
            return true;
        }
    }

    /// <summary>Ends the stream.</summary>
    /// <returns>Whether all is out; if not, the buffer is full: come again later.</returns>
    public bool Flush()
    {
        if (!_flushing && !Drain()) return false;
        _flushing = true;
        while (true)
        {
            Span<float> room = _buffer.GetSpan();
            if (room.IsEmpty) return false;
            bool done = _effect.Flush(room, out int written);
            Publish(0, written);
            if (!done) continue;
            lock (_lock) _map.Add(_map.Output, _taken); // what is left out at the end belongs to the last frame
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
