namespace Audio.Core.Codecs.Mp3;

/// <summary>The gain of each band, ISO/IEC 11172-3 section 2.4.3.4.7.1.</summary>
internal static class BandGains
{
    private const int Unity = 210; // the global gain of 0 dB
    private const int WindowSteps = 8; // of 1.5 dB in a step of a window's gain
    private const int ExponentBias = 127;
    private const int MantissaBits = 23;

    private static readonly float[] Quarters = [1, MathF.Pow(2, 0.25f), MathF.Sqrt(2), MathF.Pow(2, 0.75f)];

    private static ReadOnlySpan<byte> Preemphasis => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 2, 0];

    /// <summary>Computes them.</summary>
    /// <param name="side">The side information.</param>
    /// <param name="layout">The bands.</param>
    /// <param name="hasPreemphasis">Whether the scale factors of upper bands are larger.</param>
    /// <param name="steps">By how many steps of 1.5 dB all bands are louder.</param>
    /// <param name="factors">The scale factor of each band.</param>
    /// <param name="gains">The room for them.</param>
    public static void Compute(
        in GranuleSide side,
        BandLayout layout,
        bool hasPreemphasis,
        int steps,
        ReadOnlySpan<byte> factors,
        Span<float> gains
    )
    {
        int gain = side.Gain - Unity + steps;
        int shift = side.ScaleShift;
        for (int band = 0; band < layout.LongBands; band++)
        {
            int factor = hasPreemphasis ? factors[band] + Preemphasis[band] : factors[band];
            gains[band] = Of(gain - (factor << shift));
        }
        ReadOnlySpan<int> windows =
        [
            gain - WindowSteps * side.SubGain0,
            gain - WindowSteps * side.SubGain1,
            gain - WindowSteps * side.SubGain2,
        ];
        for (int band = layout.LongBands; band < layout.Count; band += windows.Length)
        {
            for (int window = 0; window < windows.Length; window++)
                gains[band + window] = Of(windows[window] - (factors[band + window] << shift));
        }
    }

    /// <summary>Two to the power of a number of quarters.</summary>
    private static float Of(int quarters) =>
        BitConverter.Int32BitsToSingle((ExponentBias + (quarters >> 2)) << MantissaBits) * Quarters[quarters & 3];
}
