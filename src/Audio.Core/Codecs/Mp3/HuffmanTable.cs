using System.Globalization;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// A lookup by the next bits of a stream. The entry of a code has its length and what it stands for. Where codes are
/// longer than the lookup, the entry says where the lookup by the bits behind is.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Below these bits of an entry is the value, above is the length of the code.</summary>
    public const int ValueBits = 8;

    /// <summary>
    /// Below these bits of a link, which is negative, is the number of bits of the next lookup, above is how far behind
    /// the end of this one it begins.
    /// </summary>
    public const int LinkBits = 4;

    private const int MaxBits = 8;

    private static readonly HuffmanTable?[] Tables = MakePairs();

    private HuffmanTable(int bits, int linearBits, short[] entries)
    {
        Bits = bits;
        LinearBits = linearBits;
        Entries = entries;
    }

    /// <summary>Table A of quadruples: a bit for each value that is not 0.</summary>
    public static HuffmanTable QuadsA { get; } = Make(HuffmanCodes.QuadsA, 1);

    /// <summary>Table B of quadruples.</summary>
    public static HuffmanTable QuadsB { get; } = Make(HuffmanCodes.QuadsB, 1);

    /// <summary>The bits of the first lookup.</summary>
    public int Bits { get; }

    /// <summary>How many bits follow for a value of 15 and more.</summary>
    public int LinearBits { get; }

    /// <summary>The entries of all lookups, the first one in front.</summary>
    public short[] Entries { get; }

    /// <summary>The table of pairs with a number of 1 to 31, unless there is none.</summary>
    public static HuffmanTable? Pairs(int number) => Tables[number];

    private static HuffmanTable?[] MakePairs()
    {
        ReadOnlySpan<byte> linearBits = [1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13];
        var tables = new HuffmanTable?[32];
        foreach ((int number, string codes) in HuffmanCodes.Pairs)
            tables[number] = Make(codes, 2);
        for (int number = 16; number < tables.Length; number++)
        {
            HuffmanTable same = tables[number < 24 ? 16 : 24]!;
            tables[number] = new HuffmanTable(same.Bits, linearBits[number - 16], same.Entries);
        }
        return tables;
    }

    private static HuffmanTable Make(string text, int digits)
    {
        var codes = new List<Code>();
        uint next = 0;
        for (int i = 0; i < text.Length; i += 1 + digits)
        {
            int length = text[i] - 'a' + 1;
            int value = int.Parse(text.AsSpan(i + 1, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            codes.Add(new Code(next, length, value));
            next += 1u << (32 - length);
        }

        int bits = Math.Min(MaxBits, codes.Max(static code => code.Length));
        return new HuffmanTable(bits, 0, [.. Lookups(codes, bits)]);
    }

    private static List<short> Lookups(List<Code> codes, int bits)
    {
        short[] first = new short[1 << bits];
        var others = new List<short>();
        foreach (IGrouping<int, Code> group in codes.GroupBy(code => (int)(code.Bits >> (32 - bits))))
        {
            Code shortest = group.First();
            if (shortest.Length <= bits)
            {
                short entry = (short)(shortest.Length << ValueBits | shortest.Value);
                first.AsSpan(group.Key, 1 << (bits - shortest.Length)).Fill(entry);
                continue;
            }
            List<Code> rest = [.. group.Select(code => new Code(code.Bits << bits, code.Length - bits, code.Value))];
            int restBits = Math.Min(MaxBits, rest.Max(static code => code.Length));
            first[group.Key] = (short)(short.MinValue | others.Count << LinkBits | restBits);
            others.AddRange(Lookups(rest, restBits));
        }
        return [.. first, .. others];
    }

    private readonly record struct Code(uint Bits, int Length, int Value);
}
