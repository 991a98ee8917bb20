using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// A DCT-II of 32 numbers, of four slots at once: the sum over k of x[k] cos(π/64 (2k + 1) i). Each is split, as Lee
/// does, into two of half the length: of the sums, which gives the even results, and of the differences, divided by
/// twice the cosine, in which neighbouring results add up to the odd ones.
/// </summary>
internal static class Dct32
{
    private const int Half = 16;
    private const int Quarter = 8;

    private static readonly float[] Secants32 = Secants(32);
    private static readonly float[] Secants16 = Secants(16);
    private static readonly float[] Secants8 = Secants(8);
    private static readonly float[] Secants4 = Secants(4);
    private static readonly float Secant2 = MathF.Sqrt(0.5f);

    /// <summary>Transforms four columns.</summary>
    /// <param name="rows">32 rows.</param>
    /// <param name="length">Of a row.</param>
    /// <param name="results">The room for the results.</param>
    public static void Apply(ReadOnlySpan<float> rows, int length, Span<Vector128<float>> results)
    {
        Span<Vector128<float>> parts = stackalloc Vector128<float>[4 * Quarter];
        for (int k = 0; k < Quarter; k++)
        {
            var a = Vector128.Create(rows[(k * length)..]);
            var b = Vector128.Create(rows[((Half - 1 - k) * length)..]);
            var c = Vector128.Create(rows[((Half + k) * length)..]);
            var d = Vector128.Create(rows[((2 * Half - 1 - k) * length)..]);
            Vector128<float> low = a + d;
            Vector128<float> high = b + c;
            parts[k] = low + high;
            parts[Quarter + k] = (low - high) * Secants16[k];
            low = (a - d) * Secants32[k];
            high = (b - c) * Secants32[Half - 1 - k];
            parts[2 * Quarter + k] = low + high;
            parts[3 * Quarter + k] = (low - high) * Secants16[k];
        }
        for (int part = 0; part < 4; part++)
            Apply8(parts.Slice(part * Quarter, Quarter));

        // The parts are the results 4i, 4i + 2 and, of the differences, 2i and 2i + 1.
        for (int i = 0; i < Quarter; i++)
        {
            bool isLast = i == Quarter - 1;
            Vector128<float> odd = parts[3 * Quarter + i];
            if (!isLast)
                odd += parts[3 * Quarter + i + 1];
            results[4 * i] = parts[i];
            results[4 * i + 1] = parts[2 * Quarter + i] + odd;
            results[4 * i + 2] = isLast ? parts[Quarter + i] : parts[Quarter + i] + parts[Quarter + i + 1];
            results[4 * i + 3] = isLast ? odd : odd + parts[2 * Quarter + i + 1];
        }
    }

    private static void Apply8(Span<Vector128<float>> x)
    {
        Vector128<float> x0 = x[0];
        Vector128<float> x1 = x[1];
        Vector128<float> x2 = x[2];
        Vector128<float> x3 = x[3];
        Vector128<float> x4 = x[4];
        Vector128<float> x5 = x[5];
        Vector128<float> x6 = x[6];
        Vector128<float> x7 = x[7];
        float[] secants = Secants8;
        Apply4(x0 + x7, x1 + x6, x2 + x5, x3 + x4, out x[0], out x[2], out x[4], out x[6]);
        Apply4(
            (x0 - x7) * secants[0],
            (x1 - x6) * secants[1],
            (x2 - x5) * secants[2],
            (x3 - x4) * secants[3],
            out Vector128<float> y0,
            out Vector128<float> y1,
            out Vector128<float> y2,
            out Vector128<float> y3
        );
        x[1] = y0 + y1;
        x[3] = y1 + y2;
        x[5] = y2 + y3;
        x[7] = y3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply4(
        Vector128<float> x0,
        Vector128<float> x1,
        Vector128<float> x2,
        Vector128<float> x3,
        out Vector128<float> y0,
        out Vector128<float> y1,
        out Vector128<float> y2,
        out Vector128<float> y3
    )
    {
        float[] secants = Secants4;
        Vector128<float> low = x0 + x3;
        Vector128<float> high = x1 + x2;
        Vector128<float> outer = (x0 - x3) * secants[0];
        Vector128<float> inner = (x1 - x2) * secants[1];
        y0 = low + high;
        y2 = (low - high) * Secant2;
        y3 = (outer - inner) * Secant2;
        y1 = outer + inner + y3;
    }

    private static float[] Secants(int length) =>
        [
            .. Enumerable
                .Range(0, length / 2)
                .Select(k => (float)(1 / (2 * Math.Cos(Math.PI * (2 * k + 1) / (2 * length))))),
        ];
}
