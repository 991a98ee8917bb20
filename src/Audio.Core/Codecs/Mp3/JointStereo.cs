using System.Numerics.Tensors;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Makes the left and the right channel of a granule's values, where a frame has joint stereo: ISO/IEC 11172-3 section
/// 2.4.3.4.9, 13818-3 section 2.4.3.2.
/// </summary>
internal static class JointStereo
{
    private const int Windows = BandLayout.Windows;
    private const int Long = Windows; // a place behind those of the windows

    private static readonly float HalfPower = MathF.Sqrt(0.5f);
    private static readonly float QuarterPower = MathF.Sqrt(HalfPower);
    private static readonly (float Left, float Right)[] Ratios1 = [.. Enumerable.Range(0, 7).Select(Ratio1)];

    /// <summary>Makes the channels of middle and side, which are too quiet by 3 dB.</summary>
    public static void Unmix(Span<float> left, Span<float> right)
    {
        for (int i = 0; i < left.Length; i++)
            (left[i], right[i]) = (left[i] + right[i], left[i] - right[i]);
    }

    /// <summary>Makes the channels where there is intensity stereo.</summary>
    /// <param name="header">Of the frame.</param>
    /// <param name="side">The side information of the right channel.</param>
    /// <param name="positions">The scale factors of the right channel.</param>
    /// <param name="nones">For MPEG 2, the position of each band that stands for no intensity stereo.</param>
    /// <param name="left">The values of the left channel, or of the middle.</param>
    /// <param name="right">Those of the right channel, or of the sides.</param>
    public static void Spread(
        MpegHeader header,
        in GranuleSide side,
        ReadOnlySpan<byte> positions,
        ReadOnlySpan<byte> nones,
        Span<float> left,
        Span<float> right
    )
    {
        bool isMpeg1 = header.IsMpeg1;
        float step = (side.Compress & 1) != 0 ? HalfPower : QuarterPower;
        var layout = BandLayout.Of(header, side.IsShort, side.IsMixed);
        // From the last band on: in each window, until the right channel has values.
        Span<bool> isMet = stackalloc bool[Windows + 1];
        isMet.Clear();
        for (int band = layout.Count - 1; band >= 0; band--)
        {
            bool isLong = band < layout.LongBands;
            int window = isLong ? Long : (band - layout.LongBands) % Windows;
            if (isLong)
                isMet[Long] |= isMet[..Long].Contains(true);
            Range values = layout.Starts[band]..layout.Starts[band + 1];
            isMet[window] |= right[values].ContainsAnyExcept(0f);
            // The last band has the position of the one before.
            int from = band < layout.Count - layout.WithoutScaleFactor ? band : band - layout.WithoutScaleFactor;
            int position = positions[from];
            bool isNone = isMpeg1 ? position >= Ratios1.Length : position == nones[from];
            if (isMet[window] || isNone)
            {
                if (header.HasMidSide)
                    UnmixAll(left[values], right[values]);
                continue;
            }
            (float toLeft, float toRight) = isMpeg1 ? Ratios1[position] : Ratio2(position, step);
            TensorPrimitives.Multiply(left[values], toRight, right[values]);
            TensorPrimitives.Multiply(left[values], toLeft, left[values]);
        }
    }

    /// <summary>Likewise, at the right level.</summary>
    private static void UnmixAll(Span<float> left, Span<float> right)
    {
        Unmix(left, right);
        TensorPrimitives.Multiply(left, HalfPower, left);
        TensorPrimitives.Multiply(right, HalfPower, right);
    }

    /// <summary>Of MPEG 1: 13 steps from the right to the left, of which 7 are used.</summary>
    private static (float Left, float Right) Ratio1(int position)
    {
        (double sine, double cosine) = Math.SinCos(position * Math.PI / 12);
        return ((float)(sine / (sine + cosine)), (float)(cosine / (sine + cosine)));
    }

    /// <summary>Of MPEG 2: odd positions make the left channel quieter, even ones the right.</summary>
    private static (float Left, float Right) Ratio2(int position, float step)
    {
        float quieter = MathF.Pow(step, (position + 1) / 2);
        return (position & 1) != 0 ? (quieter, 1) : (1, quieter);
    }
}
