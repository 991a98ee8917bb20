namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Rewrites frames of 8 kHz for NLayer 3.0.1. The first region of a short block has 72 values at that rate, and 36 at
/// the others; NLayer always takes 36, and reads the next 36 by the wrong table. So the second region is written again
/// from there on, by its own table or by that of the first: whichever can code larger values.
/// </summary>
internal sealed class EightKilohertz
{
    private const int Rate = 8000;
    private const int FirstPairs = 18; // that NLayer takes for the first region
    private const int RealPairs = 36;
    private const int FieldBits = 63; // of a channel in the side information

    private readonly byte[] _side = new byte[17];
    private readonly byte[] _mainData = new byte[2 * 512];

    /// <summary>Rewrites a frame, if it has to be.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="side">Its side information; replaced by another that is valid until the next call.</param>
    /// <param name="mainData">Its main data; likewise.</param>
    /// <returns>Whether NLayer can read the frame now.</returns>
    public bool TryRewrite(MpegHeader header, ref ReadOnlySpan<byte> side, ref ReadOnlySpan<byte> mainData)
    {
        if (header.SampleRate != Rate)
            return true;
        Array.Clear(_side);
        Array.Clear(_mainData);
        var fields = new BitReader(side);
        var newFields = new BitWriter(_side);
        var writer = new BitWriter(_mainData);
        int start = 0;
        newFields.Copy(ref fields, 8 + header.Channels); // where the main data begin, and private bits
        for (int channel = 0; channel < header.Channels; channel++)
        {
            var part = Channel.Read(fields);
            var reader = new BitReader(mainData);
            reader.Skip(start);
            int written = writer.Position;
            int table = part.Tables.Second;
            bool isIntensity = channel == 1 && (header.ModeExtension & 1) != 0;
            if (!part.NeedsRewriting)
                writer.Copy(ref reader, part.Bits);
            else if (!Rewrite(part, isIntensity, ref reader, ref writer, start + part.Bits, out table))
                return false;
            start += part.Bits;
            int length = writer.Position - written;
            if (length > 0xFFF)
                return false;
            part.Write(ref fields, ref newFields, length, table);
        }
        int bytes = (writer.Position + 7) / 8;
        if (bytes > _mainData.Length)
            return false;
        side = _side.AsSpan(0, side.Length);
        mainData = _mainData.AsSpan(0, bytes);
        return true;
    }

    private static bool Rewrite(
        Channel part,
        bool isIntensity,
        ref BitReader reader,
        ref BitWriter writer,
        int end,
        out int table
    )
    {
        (int first, int second) = part.Tables;
        table = HuffmanTables.Largest(first) > HuffmanTables.Largest(second) ? first : second;
        writer.Copy(ref reader, part.ScaleFactorBits(isIntensity));
        for (int pair = 0; pair < part.Pairs; pair++)
        {
            if (!HuffmanTables.TryRead(pair < RealPairs ? first : second, ref reader, out int x, out int y))
                return false;
            HuffmanTables.Write(pair < FirstPairs ? first : table, ref writer, x, y);
        }
        if (reader.Position > end)
            return false;
        writer.Copy(ref reader, end - reader.Position);
        return true;
    }

    /// <summary>The side information of a channel in MPEG 2, ISO/IEC 13818-3 section 2.4.1.7.</summary>
    private readonly record struct Channel(
        int Bits,
        int Pairs,
        int ScaleFactors,
        bool IsShort,
        bool IsMixed,
        (int First, int Second) Tables
    )
    {
        public bool NeedsRewriting => IsShort && Pairs > FirstPairs && Tables.First != Tables.Second;

        public static Channel Read(BitReader fields)
        {
            int bits = fields.Read(12);
            int pairs = fields.Read(9);
            fields.Skip(8); // gain
            int scaleFactors = fields.Read(9);
            bool isShort = fields.Read(1) == 1 & fields.Read(2) == 2;
            bool isMixed = fields.Read(1) == 1;
            return new Channel(bits, pairs, scaleFactors, isShort, isMixed, (fields.Read(5), fields.Read(5)));
        }

        /// <summary>Copies it with another length and another second table.</summary>
        public void Write(ref BitReader fields, ref BitWriter writer, int length, int table)
        {
            fields.Skip(12);
            writer.Write(length, 12);
            if (!NeedsRewriting)
            {
                writer.Copy(ref fields, FieldBits - 12);
                return;
            }
            writer.Copy(ref fields, 9 + 8 + 9 + 3 + 1 + 5);
            fields.Skip(5);
            writer.Write(table, 5);
            writer.Copy(ref fields, 9 + 2);
        }

        /// <summary>The bits of the scale factors of short blocks, ISO/IEC 13818-3 section 2.4.3.2.</summary>
        public int ScaleFactorBits(bool isIntensity)
        {
            int code = isIntensity ? ScaleFactors >> 1 : ScaleFactors;
            return (isIntensity, code) switch
            {
                (false, < 400) => Sum((code >> 4) / 5, (code >> 4) % 5, code >> 2 & 3, code & 3, [9, 9, 9, 9], 6, 9),
                (false, < 500) => Sum((code - 400 >> 2) / 5, (code - 400 >> 2) % 5, code & 3, 0, [9, 9, 12, 6], 6, 9),
                (false, _) => Sum((code - 500) / 3, (code - 500) % 3, 0, 0, [18, 18, 0, 0], 15, 18),
                (true, < 180) => Sum(code / 36, code % 36 / 6, code % 6, 0, [12, 12, 12, 0], 6, 15),
                (true, < 244) => Sum(code - 180 >> 4, code - 180 >> 2 & 3, code - 180 & 3, 0, [12, 9, 9, 6], 6, 12),
                (true, _) => Sum((code - 244) / 3, (code - 244) % 3, 0, 0, [15, 12, 9, 0], 6, 18),
            };
        }

        private int Sum(int a, int b, int c, int d, ReadOnlySpan<int> counts, int mixedFirst, int mixedSecond) =>
            a * (IsMixed ? mixedFirst : counts[0])
            + b * (IsMixed ? mixedSecond : counts[1])
            + c * counts[2]
            + d * counts[3];
    }
}
