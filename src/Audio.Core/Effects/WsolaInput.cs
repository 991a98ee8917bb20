namespace Audio.Core.Effects;

/// <summary>
/// The part of a stream from which pieces may still be taken, both unchanged and as mono. Frames are counted from the
/// start of the stream.
/// </summary>
internal sealed class WsolaInput
{
    private const int Room = 2_048; // extra frames: the memory is compacted once per this many

    private readonly int _channels;
    private readonly int _capacity;
    private readonly float[] _samples;
    private readonly float[] _mono; // the same as _samples if there is one channel
    private long _start; // the first frame held

    /// <summary>Creates an empty input.</summary>
    /// <param name="channels">1 or 2.</param>
    /// <param name="span">Frames that must be held at once.</param>
    /// <param name="padding">Mono samples that may be read after the last one.</param>
    public WsolaInput(int channels, int span, int padding)
    {
        _channels = channels;
        _capacity = span + Room;
        _samples = new float[(_capacity + padding) * channels];
        _mono = channels == 1 ? _samples : new float[_capacity + padding];
    }

    /// <summary>The bytes of its buffers.</summary>
    public static long Memory(int channels, int span, int padding) =>
        (long)(span + Room + padding) * (channels == 1 ? 1 : channels + 1) * sizeof(float);

    /// <summary>Frames added, without the silence after them.</summary>
    public long Frames { get; private set; }

    /// <summary>The frame after the last one held.</summary>
    public long End { get; private set; }

    /// <summary>The interleaved samples from a frame on.</summary>
    public ReadOnlySpan<float> Frame(long frame) => _samples.AsSpan((int)(frame - _start) * _channels);

    /// <summary>The mono samples from a frame on, with the padding.</summary>
    public ReadOnlySpan<float> Mono(long frame) => _mono.AsSpan((int)(frame - _start));

    /// <summary>Adds as many frames as there is room for.</summary>
    /// <param name="samples">Interleaved.</param>
    /// <param name="keepFrom">The first frame still needed.</param>
    /// <returns>Frames taken.</returns>
    public int Accept(ReadOnlySpan<float> samples, long keepFrom)
    {
        int frames = MakeRoom(samples.Length / _channels, keepFrom);
        int at = (int)(End - _start);
        samples[..(frames * _channels)].CopyTo(_samples.AsSpan(at * _channels));
        if (_channels == 2)
        {
            for (int i = 0; i < frames; i++)
                _mono[at + i] = samples[2 * i] + samples[2 * i + 1];
        }

        End += frames;
        Frames += frames;
        return frames;
    }

    /// <summary>Adds silence after the end, as much as there is room for.</summary>
    public void AcceptSilence(long keepFrom)
    {
        int frames = MakeRoom(Room, keepFrom);
        int at = (int)(End - _start);
        _samples.AsSpan(at * _channels, frames * _channels).Clear();
        _mono.AsSpan(at, frames).Clear();
        End += frames;
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        Array.Clear(_samples);
        Array.Clear(_mono);
        (_start, Frames, End) = (0, 0, 0);
    }

    private int MakeRoom(int frames, long keepFrom)
    {
        int held = (int)(End - _start);
        if (_capacity - held < frames)
        {
            int behind = (int)Math.Min(keepFrom - _start, held);
            _samples.AsSpan(behind * _channels, (held - behind) * _channels).CopyTo(_samples);
            if (_channels == 2)
                _mono.AsSpan(behind, held - behind).CopyTo(_mono);
            _start += behind;
            held -= behind;
        }

        return Math.Min(frames, _capacity - held);
    }
}
