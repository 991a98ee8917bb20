using System.Globalization;
using Audio.Core.Codecs.Mp3;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>Writes pairs of values in a Huffman table.</summary>
internal sealed class PairWriter
{
    private const int Escape = 15;

    private readonly Dictionary<int, (int Code, int Length)> _codes = [];
    private readonly int _linearBits;

    private PairWriter(int number, int linearBits, string codes)
    {
        Number = number;
        _linearBits = linearBits;
        uint next = 0;
        for (int i = 0; i < codes.Length; i += 3)
        {
            int length = codes[i] - 'a' + 1;
            int pair = int.Parse(codes.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            _codes[pair] = ((int)(next >> (32 - length)), length);
            next += 1u << (32 - length);
        }
    }

    /// <summary>Of all tables that exist.</summary>
    public static IReadOnlyList<PairWriter> All { get; } = [.. Make()];

    /// <summary>The number of the table.</summary>
    public int Number { get; }

    /// <summary>The largest value that it can code.</summary>
    public int Largest => (_codes.Keys.Max() >> 4) + (1 << _linearBits) - 1;

    /// <summary>Writes a pair.</summary>
    public void Write(ref BitWriter data, int x, int y)
    {
        (int code, int length) = _codes[Math.Min(Math.Abs(x), Escape) << 4 | Math.Min(Math.Abs(y), Escape)];
        data.Write(code, length);
        foreach (int value in (ReadOnlySpan<int>)[x, y])
        {
            if (Math.Abs(value) >= Escape)
                data.Write(Math.Abs(value) - Escape, _linearBits);
            if (value != 0)
                data.Write(value < 0 ? 1 : 0, 1);
        }
    }

    private static IEnumerable<PairWriter> Make()
    {
        int[] linearBits = [1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13];
        foreach ((int number, string codes) in HuffmanCodes.Pairs)
        {
            for (int same = number; same < (number < 16 ? number + 1 : number + 8); same++)
                yield return new PairWriter(same, same < 16 ? 0 : linearBits[same - 16], codes);
        }
    }
}
