using System.Numerics.Tensors;
using Audio.Core.Buffers;
using Audio.Core.Effects;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Keeps the sound a session holds near a limit. When more is held, incoming sound is skipped, in one piece from one
/// quiet place to another, with the two ends cross-faded. It holds nothing back, so it never adds delay.
/// </summary>
/// <remarks>
/// How quiet a place must be depends on how far the limit is exceeded: silence suffices at once, and any level once a
/// quarter more is held. Skipping ends in the same way: at silence once less than the limit is held, and at any level
/// at three quarters of it.
/// </remarks>
internal sealed class LatencyLimit : IStreamEffect, IPreviewEffect
{
    private static readonly TimeSpan FadeTime = TimeSpan.FromMilliseconds(5);

    // Immutable.
    private readonly JitterBuffer _buffer;
    private readonly int _channels;
    private readonly int _maxFrames;
    private readonly int _fadeFrames;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly FrameMap _map = new(); // from frames taken to frames skipped

    // One thread.
    private readonly float[] _tail; // the first frames skipped, into which the sound before them continues
    private int _tailFrames;
    private int _faded; // how many of them the sound after the skip was faded with
    private bool _skips;
    private bool _fades; // the sound after the skip begins
    private long _taken;
    private long _skipped;

    /// <param name="buffer">The jitter buffer.</param>
    /// <param name="maxFrames">The limit in frames.</param>
    public LatencyLimit(JitterBuffer buffer, int maxFrames)
    {
        _buffer = buffer;
        _channels = buffer.Format.Channels;
        _maxFrames = maxFrames;
        _fadeFrames = (int)(FadeTime.Ticks * buffer.Format.SampleRate / TimeSpan.TicksPerSecond);
        _tail = new float[_fadeFrames * _channels];
    }

    /// <inheritdoc/>
    public int LatencyFrames => 0;

    /// <inheritdoc/>
    public long PositionFrames => _taken;

    /// <summary>Frames skipped among this many frames of the stream. Any thread.</summary>
    public long SkippedUpTo(long frame)
    {
        lock (_lock)
            return _map.ToInput(frame);
    }

    /// <summary>Frames skipped so far. Any thread.</summary>
    public long Skipped
    {
        get
        {
            lock (_lock)
                return _map.Input;
        }
    }

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        samplesConsumed = 0;
        samplesWritten = 0;
        while (samplesConsumed < input.Length)
        {
            int room = output.Length - samplesWritten - (output.Length - samplesWritten) % _channels;
            if (room == 0)
                return;
            ReadOnlySpan<float> piece = input[samplesConsumed..];
            piece = piece[..Math.Min(piece.Length, Math.Min(room, _tail.Length))];
            Decide(piece, _buffer.BufferedFrames + samplesWritten / _channels);
            if (_skips)
            {
                Skip(piece);
            }
            else
            {
                piece.CopyTo(output[samplesWritten..]);
                FadeInto(output.Slice(samplesWritten, piece.Length));
                samplesWritten += piece.Length;
            }

            samplesConsumed += piece.Length;
            _taken += piece.Length / _channels;
            lock (_lock)
                _map.Add(_taken, _skipped);
        }
    }

    /// <inheritdoc/>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        samplesWritten = 0;
        return true;
    }

    /// <inheritdoc/>
    public int? Preview(Span<float> samples) => _skips ? 0 : samples.Length;

    /// <inheritdoc/>
    public void Rest() => _fades = false;

    /// <inheritdoc/>
    public void Reset()
    {
        lock (_lock)
            _map.Clear();
        (_tailFrames, _faded, _skips, _fades, _taken, _skipped) = (0, 0, false, false, 0, 0);
    }

    private void Decide(ReadOnlySpan<float> piece, int held)
    {
        int beyond = _skips ? _maxFrames - held : held - _maxFrames;
        if (beyond <= 0 || _fades || (_skips && _tailFrames < _fadeFrames && held > 0))
            return;
        float level = TensorPrimitives.MaxMagnitude(piece);
        if (
            level > MathF.Pow(SilentEnd.Threshold, 1f - Math.Min(1f, 4f * beyond / _maxFrames))
            && 4L * beyond < _maxFrames
        )
        {
            return;
        }

        _skips = !_skips;
        if (_skips)
            _tailFrames = 0;
        else if (held == 0)
            _tailFrames = 0; // everything was heard, and nothing is left to fade
        _fades = !_skips && _tailFrames > 0;
        _faded = 0;
    }

    private void Skip(ReadOnlySpan<float> piece)
    {
        int frames = Math.Min(piece.Length / _channels, _fadeFrames - _tailFrames);
        piece[..(frames * _channels)].CopyTo(_tail.AsSpan(_tailFrames * _channels));
        _tailFrames += frames;
        _skipped += piece.Length / _channels;
    }

    private void FadeInto(Span<float> piece)
    {
        for (int i = 0; _fades && i < piece.Length; i += _channels)
        {
            float weight = (_faded + 1f) / (_tailFrames + 1f);
            for (int channel = 0; channel < _channels; channel++)
            {
                float before = _tail[_faded * _channels + channel];
                piece[i + channel] = before + weight * (piece[i + channel] - before);
            }

            _fades = ++_faded < _tailFrames;
        }
    }
}
