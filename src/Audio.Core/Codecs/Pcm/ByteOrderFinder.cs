using System.Buffers.Binary;

namespace Audio.Core.Codecs.Pcm;

/// <summary>
/// Tells the byte order of 16-bit samples by how they sound: in the wrong order the lower byte, which is close to
/// noise, leads.
/// </summary>
/// <remarks>
/// The order is one of two models of the same data: normally distributed errors of prediction in that order. Their
/// variance being the <see cref="Predictability.Rest"/>, the logarithm of the likelihood ratio is <c>n/2
/// ln(rest/rest')</c>. It has to exceed a bound that grows with the root of n, as the ratio for noise at full scale
/// does, which is the same in both orders. Samples at full scale, where the sound may be cut off, do not count: they
/// jump from one end to the other, and are small in the wrong order.
/// </remarks>
/// <param name="channels">Samples of a frame.</param>
internal sealed class ByteOrderFinder(int channels)
{
    /// <summary>
    /// A square wave, or clicks of one size, are as natural in one order as in the other, though not as loud.
    /// </summary>
    private const int LeastValues = 5;

    private const int LeastSamples = 16;
    private const int Predicted = 2; // samples that one is predicted from
    private const double Margin = 48;
    private const double Doubt = 6; // standard deviations of the ratio for noise

    private readonly Predictability _big = new(channels);
    private readonly Predictability _little = new(channels);
    private readonly short[] _last = new short[channels];
    private readonly int[] _sinceCut = [.. Enumerable.Repeat(Predicted, channels)];
    private readonly short[] _values = new short[LeastValues];
    private int _valueCount;
    private int _changes; // samples unlike the one before: the others are alike in both orders

    /// <summary>Frames looked at.</summary>
    public int Frames { get; private set; }

    /// <summary>Whether they are little-endian; <see langword="null"/>: it is not clear.</summary>
    public bool? IsLittleEndian { get; private set; }

    /// <summary>Looks at a frame.</summary>
    public void Add(ReadOnlySpan<byte> frame)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            short big = BinaryPrimitives.ReadInt16BigEndian(frame[(2 * channel)..]);
            short little = BinaryPrimitives.ReverseEndianness(big);
            bool isCut = IsCut(big) || IsCut(little);
            bool counts = !isCut && _sinceCut[channel] >= Predicted;
            _sinceCut[channel] = isCut ? 0 : Math.Min(Predicted, _sinceCut[channel] + 1);
            _big.Add(channel, big, counts);
            _little.Add(channel, little, counts);
            if (big == _last[channel])
                continue;
            _last[channel] = big;
            if (counts)
                _changes++;
            if (_valueCount < LeastValues && !_values.AsSpan(0, _valueCount).Contains(big))
                _values[_valueCount++] = big;
        }

        Frames++;
        if (_valueCount == LeastValues && _changes >= LeastSamples)
            Judge();
    }

    private static bool IsCut(short sample) => sample is short.MaxValue or <= -short.MaxValue;

    private void Judge()
    {
        double ratio = _changes / 2.0 * Math.Log(_big.Rest(_changes) / _little.Rest(_changes));
        if (Math.Abs(ratio) > Margin + Doubt * Math.Sqrt(_changes))
            IsLittleEndian = ratio > 0;
    }
}
