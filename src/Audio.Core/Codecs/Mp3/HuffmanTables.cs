using System.Reflection;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// The codes of pairs of values, ISO/IEC 11172-3 table B.7, as NLayer has them: trees of steps to the next node for a 0
/// and a 1, and leaves with two values of four bits.
/// </summary>
internal static class HuffmanTables
{
    private const int LongStep = 250; // from here on, another step follows

    private static readonly byte[][,]? Trees =
        Type.GetType("NLayer.Decoder.Huffman, NLayer")
            ?.GetField("_codeTables", BindingFlags.NonPublic | BindingFlags.Static)
            ?.GetValue(null) as byte[][,];

    private static readonly (int Code, int Length)[]?[] Codes = [.. Enumerable.Range(0, 15).Select(CodesOf)];

    private static ReadOnlySpan<sbyte> TreeOfTable =>
        [
            -1,
            0,
            1,
            2,
            -1,
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11,
            -1,
            12,
            13,
            13,
            13,
            13,
            13,
            13,
            13,
            13,
            14,
            14,
            14,
            14,
            14,
            14,
            14,
            14,
        ];

    private static ReadOnlySpan<byte> LargestOfTable =>
        [
            0,
            1,
            2,
            2,
            0,
            3,
            3,
            5,
            5,
            5,
            7,
            7,
            7,
            15,
            0,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
            15,
        ];

    private static ReadOnlySpan<byte> LinearBitsOfTable =>
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13];

    /// <summary>The largest value that a table can code.</summary>
    public static int Largest(int table) => LargestOfTable[table] + (1 << LinearBitsOfTable[table]) - 1;

    /// <summary>Reads a pair.</summary>
    /// <param name="table">0 to 31; table 0 has zeros and no bits.</param>
    /// <param name="reader">Where it stands.</param>
    /// <param name="x">The first value.</param>
    /// <param name="y">The second one.</param>
    /// <returns>Whether there is such a code.</returns>
    public static bool TryRead(int table, ref BitReader reader, out int x, out int y)
    {
        (x, y) = (0, 0);
        if (table == 0)
            return true;
        if (TreeOfTable[table] < 0 || Trees is not { } trees)
            return false;
        byte[,] tree = trees[TreeOfTable[table]];
        int node = 0;
        while (tree[node, 0] != 0)
        {
            node = Next(tree, node, reader.Read(1));
            if (node >= tree.GetLength(0))
                return false;
        }
        x = ReadValue(table, tree[node, 1] >> 4, ref reader);
        y = ReadValue(table, tree[node, 1] & 15, ref reader);
        return true;
    }

    /// <summary>Writes a pair that the table can code.</summary>
    public static void Write(int table, ref BitWriter writer, int x, int y)
    {
        if (table == 0 || Codes[TreeOfTable[table]] is not { } codes)
            return;
        (int code, int length) = codes[Math.Min(Math.Abs(x), 15) << 4 | Math.Min(Math.Abs(y), 15)];
        writer.Write(code, length);
        WriteValue(table, ref writer, x);
        WriteValue(table, ref writer, y);
    }

    private static int ReadValue(int table, int value, ref BitReader reader)
    {
        if (value == 15)
            value += reader.Read(LinearBitsOfTable[table]);
        return value != 0 && reader.Read(1) != 0 ? -value : value;
    }

    private static void WriteValue(int table, ref BitWriter writer, int value)
    {
        int size = Math.Abs(value);
        if (size >= 15)
            writer.Write(size - 15, LinearBitsOfTable[table]);
        if (value != 0)
            writer.Write(value < 0 ? 1 : 0, 1);
    }

    private static int Next(byte[,] tree, int node, int bit)
    {
        while (tree[node, bit] >= LongStep)
            node += tree[node, bit];
        return node + tree[node, bit];
    }

    private static (int Code, int Length)[]? CodesOf(int index)
    {
        if (Trees is null)
            return null;
        var codes = new (int Code, int Length)[256];
        var open = new Stack<(int Node, int Code, int Length)>([(0, 0, 0)]);
        while (open.TryPop(out (int Node, int Code, int Length) at))
        {
            byte[,] tree = Trees[index];
            if (tree[at.Node, 0] == 0)
            {
                codes[tree[at.Node, 1]] = (at.Code, at.Length);
                continue;
            }
            for (int bit = 0; bit < 2; bit++)
                open.Push((Next(tree, at.Node, bit), at.Code << 1 | bit, at.Length + 1));
        }
        return codes;
    }
}
