namespace Audio.Core.Codecs.Pcm;

/// <summary>
/// How well samples can be predicted from the two before them in their channel: the least squares of <c>x[n] - a x[n-1]
/// - b x[n-2]</c>. That is next to nothing for a tone, little for speech and music, and all of it for noise.
/// </summary>
/// <param name="channels">Samples of a frame.</param>
internal sealed class Predictability(int channels)
{
    private readonly short[] _last = new short[channels];
    private readonly short[] _before = new short[channels];

    // Sums of products; 64 bits hold 2^33 of them.
    private long _now2;
    private long _nowLast;
    private long _nowBefore;
    private long _last2;
    private long _lastBefore;
    private long _before2;
    private int _bits; // that are set in any sample

    /// <summary>Adds a sample.</summary>
    /// <param name="channel">Its channel.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="counts">Whether its prediction counts.</param>
    public void Add(int channel, short sample, bool counts)
    {
        long last = _last[channel];
        long before = _before[channel];
        _bits |= (ushort)sample;
        (_before[channel], _last[channel]) = ((short)last, sample);
        if (!counts)
            return;
        _now2 += sample * (long)sample;
        _nowLast += sample * last;
        _nowBefore += sample * before;
        _last2 += last * last;
        _lastBefore += last * before;
        _before2 += before * before;
    }

    /// <summary>
    /// The energy that cannot be predicted, in units of the step between the values that occur: samples of 8 bits that
    /// were made 16 have steps of 256. Rounding to a step adds 1/12, so nothing is predicted better than that.
    /// </summary>
    /// <param name="samples">How many samples tell anything.</param>
    public double Rest(int samples)
    {
        double rounding = samples / 12.0;
        if (_bits == 0)
            return rounding;
        double step = _bits & -_bits;
        double unit = 1 / (step * step);
        double last2 = _last2 * unit + rounding; // which also keeps the equations solvable
        double before2 = _before2 * unit + rounding;
        double both = _lastBefore * unit;
        double nowLast = _nowLast * unit;
        double nowBefore = _nowBefore * unit;
        double determinant = last2 * before2 - both * both;
        double a = (nowLast * before2 - nowBefore * both) / determinant;
        double b = (nowBefore * last2 - nowLast * both) / determinant;
        return Math.Max(0, _now2 * unit - a * nowLast - b * nowBefore) + rounding;
    }
}
