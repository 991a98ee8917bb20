using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// The inverse modified discrete cosine transform of four neighbouring subbands at once, with window, overlap and
/// frequency inversion: ISO/IEC 11172-3 section 2.4.3.4.10.2 to 5. Each lane is a subband.
/// </summary>
internal static class Imdct
{
    /// <summary>The values of a subband in a granule, and the samples that they give.</summary>
    public const int Width = 18;

    /// <summary>The subbands that are transformed at once.</summary>
    public const int Lanes = 4;

    private const int Third = 9; // values of each of the two transforms into which one of 18 is split
    private const int ShortWidth = 6;

    private static readonly Vector128<float>[][] LongWindows = [.. Enumerable.Range(0, 4).Select(MakeLong)];
    private static readonly float[] ShortCosines = MakeShort();
    private static readonly float[] HalfSecants = [.. Enumerable.Range(0, Third).Select(static m => Secant(m, 36))];

    private static readonly float Cosine10 = Cosine(10);
    private static readonly float Cosine20 = Cosine(20);
    private static readonly float Cosine30 = Cosine(30);
    private static readonly float Cosine40 = Cosine(40);
    private static readonly float Cosine50 = Cosine(50);

    /// <summary>The odd samples of odd subbands are inverted.</summary>
    private static Vector128<float> Inversion => Vector128.Create(1f, -1, 1, -1);

    /// <summary>Transforms long blocks.</summary>
    /// <param name="values">18 values of each subband.</param>
    /// <param name="blockType">0, 1 or 3, which have windows of their own.</param>
    /// <param name="overlap">What the granule before adds; replaced by what this one adds to the next.</param>
    /// <param name="samples">The room for 18 samples of each subband.</param>
    public static void Long(
        ReadOnlySpan<Vector128<float>> values,
        int blockType,
        Span<Vector128<float>> overlap,
        Span<Vector128<float>> samples
    )
    {
        // A DCT-IV of 18 values is, but for a factor of each result, a DCT-III of the sums of neighbours, and that
        // is a DCT-III and a DCT-IV of 9 values; once more, the latter is a DCT-III of sums.
        Vector128<float> x0 = values[0];
        Vector128<float> y1 = values[1] + x0;
        Vector128<float> y2 = values[2] + values[1];
        Vector128<float> y3 = values[3] + values[2];
        Vector128<float> y4 = values[4] + values[3];
        Vector128<float> y5 = values[5] + values[4];
        Vector128<float> y6 = values[6] + values[5];
        Vector128<float> y7 = values[7] + values[6];
        Vector128<float> y8 = values[8] + values[7];
        Vector128<float> y9 = values[9] + values[8];
        Vector128<float> y10 = values[10] + values[9];
        Vector128<float> y11 = values[11] + values[10];
        Vector128<float> y12 = values[12] + values[11];
        Vector128<float> y13 = values[13] + values[12];
        Vector128<float> y14 = values[14] + values[13];
        Vector128<float> y15 = values[15] + values[14];
        Vector128<float> y16 = values[16] + values[15];
        Vector128<float> y17 = values[17] + values[16];
        Span<Vector128<float>> even = stackalloc Vector128<float>[Third];
        Span<Vector128<float>> odd = stackalloc Vector128<float>[Third];
        Dct9(x0, y2, y4, y6, y8, y10, y12, y14, y16, even);
        Dct9(y1, y3 + y1, y5 + y3, y7 + y5, y9 + y7, y11 + y9, y13 + y11, y15 + y13, y17 + y15, odd);

        ReadOnlySpan<Vector128<float>> window = LongWindows[blockType];
        for (int m = 0; m < Third; m++)
        {
            Vector128<float> second = odd[m] * HalfSecants[m];
            Vector128<float> sum = even[m] + second;
            Vector128<float> difference = even[m] - second;
            int low = Third - 1 - m;
            int high = Third + m;
            samples[low] = difference * window[low] + overlap[low];
            samples[high] = difference * window[high] + overlap[high];
            overlap[low] = sum * window[Width + low];
            overlap[high] = sum * window[Width + high];
        }
    }

    /// <summary>Transforms three short blocks, whose values take turns.</summary>
    /// <param name="values">18 values of each subband.</param>
    /// <param name="overlap">What the granule before adds; replaced by what this one adds to the next.</param>
    /// <param name="samples">The room for 18 samples of each subband.</param>
    public static void Short(
        ReadOnlySpan<Vector128<float>> values,
        Span<Vector128<float>> overlap,
        Span<Vector128<float>> samples
    )
    {
        Span<Vector128<float>> sums = stackalloc Vector128<float>[2 * Width];
        sums.Clear();
        for (int block = 0; block < BandLayout.Windows; block++)
        {
            for (int i = 0; i < 2 * ShortWidth; i++)
            {
                Vector128<float> sum = Vector128<float>.Zero;
                for (int k = 0; k < ShortWidth; k++)
                    sum += values[BandLayout.Windows * k + block] * ShortCosines[ShortWidth * i + k];
                sums[ShortWidth * (1 + block) + i] += sum;
            }
        }
        for (int i = 0; i < Width; i++)
        {
            Vector128<float> sign = (i & 1) == 0 ? Vector128<float>.One : Inversion;
            samples[i] = sums[i] * sign + overlap[i];
            overlap[i] = sums[Width + i] * sign;
        }
    }

    /// <summary>A DCT-III: the sum over k of x[k] cos(π/18 (2m + 1) k), m = 0 to 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dct9(
        Vector128<float> x0,
        Vector128<float> x1,
        Vector128<float> x2,
        Vector128<float> x3,
        Vector128<float> x4,
        Vector128<float> x5,
        Vector128<float> x6,
        Vector128<float> x7,
        Vector128<float> x8,
        Span<Vector128<float>> results
    )
    {
        // The cosines of even k are the same at m and 8 - m, those of odd k are opposite.
        // cos 80° = cos 20° - cos 40°, cos 70° = cos 10° - cos 50°
        Vector128<float> middle = x0 - x6;
        Vector128<float> outer = x0 + x6 * 0.5f;
        Vector128<float> p = x2 + x8;
        Vector128<float> q = x4 - x8;
        Vector128<float> r = x2 + x4;
        Vector128<float> rest = x2 - x4 - x8;
        Vector128<float> even0 = outer + p * Cosine20 + q * Cosine40;
        Vector128<float> even1 = middle + rest * 0.5f;
        Vector128<float> even2 = outer - r * Cosine20 + p * Cosine40;
        Vector128<float> even3 = outer + q * Cosine20 - r * Cosine40;

        Vector128<float> third = x3 * Cosine30;
        Vector128<float> s = x1 + x7;
        Vector128<float> t = x5 - x7;
        Vector128<float> u = x1 + x5;
        Vector128<float> odd0 = s * Cosine10 + t * Cosine50 + third;
        Vector128<float> odd1 = (x1 - x5 - x7) * Cosine30;
        Vector128<float> odd2 = u * Cosine50 - t * Cosine10 - third;
        Vector128<float> odd3 = u * Cosine10 - s * Cosine50 - third;

        results[0] = even0 + odd0;
        results[1] = even1 + odd1;
        results[2] = even2 + odd2;
        results[3] = even3 + odd3;
        results[4] = middle - rest;
        results[5] = even3 - odd3;
        results[6] = even2 - odd2;
        results[7] = even1 - odd1;
        results[8] = even0 - odd0;
    }

    /// <summary>
    /// The window of a long block, with the sign and the factor of the result of the DCT-IV that it is multiplied by.
    /// </summary>
    private static Vector128<float>[] MakeLong(int blockType)
    {
        var window = new Vector128<float>[2 * Width];
        for (int i = 0; i < window.Length; i++)
        {
            int result =
                i < Third ? Third + i
                : i < 3 * Third ? 3 * Third - 1 - i
                : i - 3 * Third;
            float factor = (i < Third ? 1 : -1) * Secant(result, 72) * (float)LongWindow(blockType, i);
            window[i] = Vector128.Create(factor) * ((i & 1) == 0 ? Vector128<float>.One : Inversion);
        }
        return window;
    }

    private static double LongWindow(int blockType, int i) =>
        (blockType, i) switch
        {
            (1, >= 30) or (3, < 6) => 0,
            (1, >= 24) => Math.Sin(Math.PI / 12 * (i - 18 + 0.5)),
            (1, >= 18) or (3, >= 12 and < 18) => 1,
            (3, < 12) => Math.Sin(Math.PI / 12 * (i - 6 + 0.5)),
            _ => Math.Sin(Math.PI / 36 * (i + 0.5)),
        };

    /// <summary>The cosines of a short block, times its window.</summary>
    private static float[] MakeShort() =>
        [
            .. from i in Enumerable.Range(0, 2 * ShortWidth)
            from k in Enumerable.Range(0, ShortWidth)
            select (float)(
                Math.Sin(Math.PI / 12 * (i + 0.5)) * Math.Cos(Math.PI / 24 * (2 * i + 1 + ShortWidth) * (2 * k + 1))
            ),
        ];

    private static float Secant(int m, int count) => (float)(1 / (2 * Math.Cos(Math.PI * (2 * m + 1) / count)));

    private static float Cosine(int degrees) => (float)Math.Cos(Math.PI * degrees / 180);
}
