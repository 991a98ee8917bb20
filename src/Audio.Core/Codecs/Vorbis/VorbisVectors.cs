using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>The vectors that the entries of a codebook stand for (Vorbis I, 3.2.1 and 3.3).</summary>
internal static class VorbisVectors
{
    /// <summary>Reads them.</summary>
    /// <param name="bits">The setup header.</param>
    /// <param name="book">The codebook.</param>
    /// <param name="entries">The entries that have a codeword.</param>
    /// <param name="budget">What they may take.</param>
    /// <returns>The vectors of those entries, one after another; empty: they have none.</returns>
    /// <exception cref="ProtocolException">They are damaged or too large.</exception>
    public static float[] Read(ref VorbisBits bits, VorbisCodebook book, int[] entries, VorbisBudget budget)
    {
        uint type = bits.Read(4);
        if (type == 0)
            return [];
        if (type > 2)
            throw VorbisSetup.Malformed($"a codebook has vectors of type {type}");
        float minimum = Float(bits.Read(32));
        float delta = Float(bits.Read(32));
        int valueBits = (int)bits.Read(4) + 1;
        bool isSequence = bits.ReadFlag();
        bool isLattice = type == 1;
        long count = isLattice ? Root(book.Entries, book.Dimensions) : (long)book.Entries * book.Dimensions;
        budget.Take(sizeof(float) * ((long)entries.Length * book.Dimensions + count));
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = bits.Read(valueBits) * delta + minimum;
        if (bits.IsOver)
            throw VorbisSetup.Malformed("it ends within a codebook's vectors");
        float[] vectors = new float[entries.Length * book.Dimensions];
        for (int place = 0; place < entries.Length; place++)
        {
            float last = 0;
            int rest = entries[place];
            for (int i = 0; i < book.Dimensions; i++)
            {
                float value = values[isLattice ? rest % values.Length : entries[place] * book.Dimensions + i] + last;
                rest /= values.Length;
                if (isSequence)
                    last = value;
                vectors[place * book.Dimensions + i] = value;
            }
        }

        return vectors;
    }

    /// <summary>The largest number whose power is not above the entries (9.2.3).</summary>
    private static int Root(int entries, int dimensions)
    {
        int root = 1;
        while (root < entries && IsAtMost(root + 1, dimensions, entries))
            root++;
        return root;
    }

    private static bool IsAtMost(int root, int dimensions, int entries)
    {
        long power = 1;
        for (int i = 0; i < dimensions; i++)
        {
            power *= root;
            if (power > entries)
                return false;
        }

        return true;
    }

    // 21 bits of mantissa, 10 of exponent, the sign (9.2.2).
    private static float Float(uint packed)
    {
        double value = Math.ScaleB(packed & 0x1F_FFFF, (int)((packed >> 21) & 0x3FF) - 788);
        return (float)((packed >> 31) != 0 ? -value : value);
    }
}
