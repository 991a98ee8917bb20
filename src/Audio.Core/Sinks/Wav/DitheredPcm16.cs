using System.Buffers.Binary;

namespace Audio.Core.Sinks.Wav;

/// <summary>
/// Converts floats to signed 16-bit samples. A value on the 16-bit grid is unchanged; any other gets dither with a
/// triangular density of ±1 step before it is rounded. Deterministic: the same stream gives the same bytes. One thread
/// at a time.
/// </summary>
/// <remarks>
/// TPDF dither by S. P. Lipshitz, R. A. Wannamaker and J. Vanderkooy, "Quantization and Dither: A Theoretical Survey"
/// (JAES 40, 1992): neither mean nor power of the error depends on the signal, so quiet sound fades into noise 96 dB
/// down instead of distortion. A sample on the grid has no error, so unprocessed 16-bit sound, and silence, stay
/// unchanged.
/// </remarks>
internal sealed class DitheredPcm16
{
    private const float FullScale = 32_768f;
    private const float FromUniform = 1f / (1 << 16);

    private uint _random = 0x9E37_79B9;

    /// <summary>Converts samples.</summary>
    /// <param name="samples">±1 is full scale; beyond it samples are clamped, and NaN becomes silence.</param>
    /// <param name="target">Two bytes per sample, little-endian.</param>
    public void Convert(ReadOnlySpan<float> samples, Span<byte> target)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            float scaled = samples[i] * FullScale;
            if (scaled != MathF.Truncate(scaled))
                scaled = MathF.Round(scaled + NextTriangular());
            BinaryPrimitives.WriteInt16LittleEndian(
                target[(2 * i)..],
                (short)Math.Clamp(scaled, short.MinValue, short.MaxValue)
            );
        }
    }

    /// <summary>The difference of two uniform random numbers: -1 to 1, triangular.</summary>
    private float NextTriangular()
    {
        // G. Marsaglia, "Xorshift RNGs" (2003); the upper and the lower half are the two numbers.
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return ((int)(_random >> 16) - (int)(_random & 0xFFFF)) * FromUniform;
    }
}
