using System.Globalization;
using System.Runtime.Intrinsics;

namespace Audio.Core.Codecs.Mp3;

/// <summary>The window of the synthesis filter bank, ISO/IEC 11172-3 table B.3, in the order of its use.</summary>
internal static class SynthesisWindow
{
    // The first half of it, in units of 2^-16. The other is its mirror image, with the opposite sign except at
    // multiples of 64.
    private const string Text =
        "0 -1 -1 -1 -1 -1 -1 -2 -2 -2 -2 -3 -3 -4 -4 -5 -5 -6 -7 -7 -8 -9 -10 -11 -13 -14 -16 -17 -19 -21 "
        + "-24 -26 -29 -31 -35 -38 -41 -45 -49 -53 -58 -63 -68 -73 -79 -85 -91 -97 -104 -111 -117 -125 -132 "
        + "-139 -147 -154 -161 -169 -176 -183 -190 -196 -202 -208 213 218 222 225 227 228 228 227 224 221 215 "
        + "208 200 189 177 163 146 127 106 83 57 29 -2 -36 -72 -111 -153 -197 -244 -294 -347 -401 -459 -519 "
        + "-581 -645 -711 -779 -848 -919 -991 -1064 -1137 -1210 -1283 -1356 -1428 -1498 -1567 -1634 -1698 "
        + "-1759 -1817 -1870 -1919 -1962 -2001 -2032 -2057 -2075 -2085 -2087 -2080 -2063 2037 2000 1952 1893 "
        + "1822 1739 1644 1535 1414 1280 1131 970 794 605 402 185 -45 -288 -545 -814 -1095 -1388 -1692 -2006 "
        + "-2330 -2663 -3004 -3351 -3705 -4063 -4425 -4788 -5153 -5517 -5879 -6237 -6589 -6935 -7271 -7597 "
        + "-7910 -8209 -8491 -8755 -8998 -9219 -9416 -9585 -9727 -9838 -9916 -9959 -9966 -9935 -9863 -9750 "
        + "-9592 -9389 -9139 -8840 -8492 -8092 -7640 -7134 6574 5959 5288 4561 3776 2935 2037 1082 70 -998 "
        + "-2122 -3300 -4533 -5818 -7154 -8540 -9975 -11455 -12980 -14548 -16155 -17799 -19478 -21189 -22929 "
        + "-24694 -26482 -28289 -30112 -31947 -33791 -35640 -37489 -39336 -41176 -43006 -44821 -46617 -48390 "
        + "-50137 -51853 -53534 -55178 -56778 -58333 -59838 -61289 -62684 -64019 -65290 -66494 -67629 -68692 "
        + "-69679 -70590 -71420 -72169 -72835 -73415 -73908 -74313 -74630 -74856 -74992 75038";

    private const float Unit = 1f / 65_536;
    private const int Length = 512;
    private const int Half = 16; // samples of a slot at each side of its middle
    private const int Pairs = 8; // of slots
    private const int Kinds = 4; // of vectors
    private const int Step = 64; // from a pair to the next

    private static readonly float[] Table = Read();
    private static readonly Vector128<float>[] Arranged = Arrange();
    private static readonly float[] OfFirst = ArrangeFirst();

    /// <summary>
    /// For each four samples from the middle on, and each pair of slots from the last on: what the numbers of the last
    /// slot and of the one before count in the samples below the middle, and the same above it.
    /// </summary>
    public static ReadOnlySpan<Vector128<float>> Vectors => Arranged;

    /// <summary>What the number 16 of each slot counts in the first sample, from the oldest slot on.</summary>
    public static ReadOnlySpan<float> First => OfFirst;

    private static float[] Read()
    {
        float[] table = new float[Length];
        string[] numbers = Text.Split(' ');
        for (int i = 0; i < numbers.Length; i++)
        {
            float number = int.Parse(numbers[i], CultureInfo.InvariantCulture) * Unit;
            if (i > 0)
                table[Length - i] = i % Step == 0 ? number : -number;
            table[i] = number;
        }
        return table;
    }

    private static Vector128<float>[] Arrange()
    {
        const int Lanes = 4;
        var vectors = new Vector128<float>[Half * Pairs];
        for (int i = 0; i < vectors.Length; i++)
        {
            int middle = Step * (i / Kinds % Pairs) + Half;
            int from = i / (Kinds * Pairs) * Lanes;
            int kind = i % Kinds;
            vectors[i] = Vector128.Create(
                Weight(kind, middle, from),
                Weight(kind, middle, from + 1),
                Weight(kind, middle, from + 2),
                Weight(kind, middle, from + 3)
            );
        }
        return vectors;
    }

    private static float Weight(int kind, int middle, int distance) =>
        kind switch
        {
            0 => distance == 0 ? 0 : Table[middle - distance], // the middle has no number; the 16th is in its place
            1 => -Table[middle + Step / 2 - distance],
            2 => distance == 0 ? 0 : -Table[middle + distance],
            _ => -Table[middle + Step / 2 + distance],
        };

    private static float[] ArrangeFirst()
    {
        float[] first = new float[2 * Pairs];
        for (int age = 0; age < first.Length; age++)
            first[^(age + 1)] = Table[Step / 2 * age] * ((age & 1) == 0 ? 1 : -1);
        return first;
    }
}
