namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Which samples of a stream are sound, by the tag in front of it: not the delays of encoder and decoder, and not what
/// fills the last frame. Frames beyond those that the tag counts are all sound.
/// </summary>
internal sealed class GaplessRange
{
    private const int DecoderDelay = 528 + 1; // of the filters of every decoder

    private long _at; // samples passed
    private long _start;
    private long _end = long.MaxValue;
    private long _total;

    /// <summary>How many samples are sound; <see langword="null"/>: not said.</summary>
    public long? Length { get; private set; }

    /// <summary>Whether as many samples have passed as the tag counts.</summary>
    public bool IsOver => _total > 0 && _at >= _total;

    /// <summary>Begins a stream.</summary>
    /// <param name="tag">What its tag says.</param>
    /// <param name="samples">Of a frame.</param>
    public void Start(InfoTag tag, int samples)
    {
        _at = 0;
        _total = tag.Frames * (long)samples;
        (_start, _end) = (0, _total);
        if (tag.Delay is { } delay)
        {
            _start = delay + DecoderDelay;
            if (tag.Frames > 0)
                _end = Math.Max(_start, _total - Math.Max(0, tag.Padding - DecoderDelay));
        }
        Length = tag.Frames > 0 ? Math.Max(0, _end - _start) : null;
    }

    /// <summary>Takes the samples of a frame.</summary>
    /// <param name="samples">How many it has.</param>
    /// <returns>The part of them that is sound.</returns>
    public Range Take(int samples)
    {
        long at = _at;
        _at += samples;
        if (_total > 0 && at >= _total)
            return ..samples;
        int from = (int)Math.Clamp(_start - at, 0, samples);
        int to = _total == 0 ? samples : (int)Math.Clamp(_end - at, from, samples);
        return from..to;
    }
}
