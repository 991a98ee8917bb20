namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>
/// Frames of joint stereo that LAME never writes: values of -1, 0 and 1 with random scale factors in all kinds of
/// blocks, and a right channel that ends before the left one, so that intensity stereo has something to do.
/// </summary>
/// <param name="version">The two bits of the header: 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5.</param>
/// <param name="rateIndex">The two bits of the header.</param>
/// <param name="extension">1: intensity stereo; 2: middle and side; 3: both.</param>
internal sealed class CraftedFrames(int version, int rateIndex, int extension)
{
    private const int Values = 576;
    private const int Loudness = 176; // 210 is a value of 1

    private readonly Random _random = new(10 * version + rateIndex);

    private int _blockType;
    private bool _isMixed; // the short blocks of this row

    private bool IsFirst => version == 3;

    private int Rate =>
        ((int[])[44_100, 48_000, 32_000])[rateIndex]
        >> (
            version == 3 ? 0
            : version == 2 ? 1
            : 2
        );

    private int Length => (IsFirst ? 144 * 320_000 : 72 * 160_000) / Rate;

    /// <summary>Makes a stream.</summary>
    /// <param name="count">Its frames.</param>
    /// <param name="isNone">
    /// Whether all positions are the last one, which stands for none, and the right channel has no values; otherwise
    /// MPEG 2 has no such position, because ffmpeg takes it for a direction.
    /// </param>
    public byte[] Make(int count, bool isNone = false)
    {
        byte[] stream = new byte[count * Length];
        for (int i = 0; i < count; i++)
            Write(stream.AsSpan(i * Length, Length), isNone);
        return stream;
    }

    private void Write(Span<byte> frame, bool isNone)
    {
        var head = new BitWriter(frame);
        head.Write(0x7FF, 11);
        head.Write(version, 2);
        head.Write(0b01_1, 3); // layer III, no checksum
        head.Write(14, 4);
        head.Write(rateIndex, 2);
        head.Write(0, 2);
        head.Write(1, 2); // joint stereo
        head.Write(extension, 2);
        head.Write(0, 4);
        head.Write(0, IsFirst ? 9 + 3 + 8 : 8 + 2); // main data begin here; private bits; no shared scale factors

        var data = new BitWriter(frame[(4 + (IsFirst ? 32 : 17))..]);
        for (int granule = 0; granule < (IsFirst ? 2 : 1); granule++)
        {
            // Long blocks, one that leads to short ones, short ones, and one that leads back.
            _blockType = (_blockType, _random.Next(2)) switch
            {
                (0 or 3, 0) => 0,
                (0 or 3, _) => 1,
                (2, 0) => 3,
                _ => 2,
            };
            int blockType = _blockType;
            if (blockType == 1)
                _isMixed = IsFirst && _random.Next(2) == 0;
            bool isMixed = blockType == 2 && _isMixed;
            for (int channel = 0; channel < 2; channel++)
            {
                int start = data.Position;
                int compress = IsFirst
                    ? WriteScaleFactors1(ref data, blockType, isMixed, isNone)
                    : WriteScaleFactors2(ref data, blockType, channel == 1 && (extension & 1) != 0, isNone);
                // Quadruples in table B: each of its words has four bits.
                int quads =
                    channel == 0 ? Values / 4 - 2
                    : isNone ? 0
                    : _random.Next(Values / 4);
                for (int i = 0; i < quads; i++)
                    WriteQuad(ref data);
                head.Write(data.Position - start, 12);
                head.Write(0, 9); // no larger values
                head.Write(Loudness, 8);
                head.Write(compress, IsFirst ? 4 : 9);
                head.Write(blockType == 0 ? 0 : 1, 1);
                if (blockType == 0)
                {
                    head.Write(0, 22);
                }
                else
                {
                    head.Write(blockType, 2);
                    head.Write(isMixed ? 1 : 0, 1);
                    head.Write(0, 10);
                    head.Write(_random.Next(512), 9); // of each window
                }
                head.Write(IsFirst ? 0b001 : 0b01, IsFirst ? 3 : 2);
            }
        }

        if (data.Position > 8 * (frame.Length - 36))
            throw new InvalidOperationException("The frame is too short.");
    }

    private void WriteQuad(ref BitWriter data)
    {
        int values = _random.Next(16);
        data.Write(~values & 15, 4);
        for (int rest = values; rest != 0; rest &= rest - 1)
            data.Write(_random.Next(2), 1);
    }

    private int WriteScaleFactors1(ref BitWriter data, int blockType, bool isMixed, bool isNone)
    {
        const int Compress = 13; // scale factors of three bits
        int count =
            isMixed ? 8 + 9 + 18
            : blockType == 2 ? 36
            : 21;
        for (int i = 0; i < count; i++)
            data.Write(isNone ? 7 : _random.Next(8), 3);
        return Compress;
    }

    private int WriteScaleFactors2(ref BitWriter data, int blockType, bool isIntensity, bool isNone)
    {
        int scale = _random.Next(2);
        (int compress, int[] widths, int[] longs, int[] shorts) = isIntensity
            ? (isNone ? 0 : _random.Next(3)) switch
            {
                0 => (2 * (3 * 36 + 2 * 6 + 3) + scale, [3, 2, 3, 0], [7, 7, 7, 0], [12, 12, 12, 0]),
                1 => (2 * (180 + (2 << 4) + (3 << 2)) + scale, [2, 3, 0, 0], [6, 6, 6, 3], [12, 9, 9, 6]),
                _ => (2 * (244 + 3 * 3 + 1) + scale, (int[])[3, 1, 0, 0], (int[])[8, 8, 5, 0], (int[])[15, 12, 9, 0]),
            }
            : ((2 * 5 + 3 << 4) + (3 << 2) + 1, [2, 3, 3, 1], [6, 5, 5, 5], [9, 9, 9, 9]);
        int[] counts = blockType == 2 ? shorts : longs;
        for (int part = 0; part < counts.Length; part++)
        {
            int last = (1 << widths[part]) - 1;
            for (int i = 0; i < counts[part]; i++)
                data.Write(isNone ? last : _random.Next(isIntensity ? Math.Max(last, 1) : last + 1), widths[part]);
        }
        return compress;
    }
}
