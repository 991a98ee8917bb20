using System.Buffers.Binary;

namespace Audio.Core.Sinks.Wav;

/// <summary>
/// Floats into signed 16-bit samples. A value that lies on the 16-bit grid comes out as it is; one that lies between
/// two steps gets dither with a triangular density of ±1 step before it is rounded. Deterministic: the same stream
/// gives the same bytes. One thread at a time.
/// </summary>
/// <remarks>
/// TPDF after S. P. Lipshitz, R. A. Wannamaker and J. Vanderkooy, "Quantization and Dither: A Theoretical Survey" (JAES
/// 40, 1992): with it, neither mean nor power of the error depends on the signal, so quiet sound fades into noise 96 dB
/// down and not into distortion. A sample on the grid has no error to be made independent; 16-bit sound that passes
/// untouched, and silence, therefore stay as they are.
/// </remarks>
internal sealed class DitheredPcm16
{
    private const float FullScale = 32_768f;
    private const float FromUniform = 1f / (1 << 16);

    private uint _random = 0x9E37_79B9;

    /// <summary>Converts samples.</summary>
    /// <param name="samples">±1 is full scale; beyond it they are clamped, and what is no number is silence.</param>
    /// <param name="target">Two bytes a sample, little-endian.</param>
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

    /// <summary>The difference of two uniform numbers: from -1 to 1, triangular.</summary>
    private float NextTriangular()
    {
        // G. Marsaglia, "Xorshift RNGs" (2003); its upper and its lower half are the two numbers.
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return ((int)(_random >> 16) - (int)(_random & 0xFFFF)) * FromUniform;
    }
}
