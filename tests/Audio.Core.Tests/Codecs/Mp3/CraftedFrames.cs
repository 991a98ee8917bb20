using Audio.Core.Codecs.Mp3;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>
/// Frames that LAME never writes: random values in all kinds of blocks, with random scale factors and Huffman tables,
/// and in joint stereo a right channel that ends before the left one, so that intensity stereo has something to do.
/// </summary>
/// <param name="version">The two bits of the header: 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5.</param>
/// <param name="rateIndex">The two bits of the header.</param>
/// <param name="extension">1: intensity stereo; 2: middle and side; 3: both; <see cref="Mono"/>.</param>
internal sealed class CraftedFrames(int version, int rateIndex, int extension)
{
    /// <summary>Stands for one channel.</summary>
    public const int Mono = -1;

    private const int Values = 576;
    private const int Loudness = 176; // 210 is a value of 1
    private const int PairBits = 900; // of a channel of a granule
    private const int QuadBits = 400;

    private readonly Random _random = new(100 * version + 10 * rateIndex + extension);

    private MpegHeader _header;
    private int _blockType;
    private bool _isMixed; // the short blocks of this row, and those that lead to them and back

    private bool IsMpeg1 => version == 3;

    private bool HasIntensity => extension is 1 or 3;

    private int Channels => extension == Mono ? 1 : 2;

    // ffmpeg does not know the mixed blocks of 8 kHz, and no encoder writes them.
    private bool CanMix => version > 0 || rateIndex < 2;

    private int Rate =>
        ((int[])[44_100, 48_000, 32_000])[rateIndex]
        >> (
            version == 3 ? 0
            : version == 2 ? 1
            : 2
        );

    private int Length => (IsMpeg1 ? 144 * 320_000 : 72 * 160_000) / Rate;

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
        head.Write(extension == Mono ? 3 : 1, 2); // else joint stereo
        head.Write(Math.Max(extension, 0), 2);
        head.Write(0, 4);
        Assert.True(MpegHeader.TryRead(frame, out _header));

        Block[] blocks = [.. Enumerable.Range(0, _header.Granules).Select(_ => NextBlock())];
        bool canShare = blocks.All(static block => block.Type != 2);
        head.Write(0, IsMpeg1 ? 9 : 8); // main data begin here
        head.Write(
            0,
            (IsMpeg1, Channels) switch // private bits
            {
                (true, 1) => 5,
                (true, _) => 3,
                _ => Channels,
            }
        );
        int[] shared = [.. Enumerable.Range(0, Channels).Select(_ => canShare ? _random.Next(16) : 0)];
        foreach (int groups in IsMpeg1 ? shared : [])
            head.Write(groups, 4);

        var data = new BitWriter(frame[(MpegHeader.Size + _header.SideLength)..]);
        for (int granule = 0; granule < blocks.Length; granule++)
        {
            for (int channel = 0; channel < Channels; channel++)
                Write(ref head, ref data, blocks[granule], channel, granule == 0 ? 0 : shared[channel], isNone);
        }

        if (data.Position > 8 * (frame.Length - MpegHeader.Size - _header.SideLength))
            throw new InvalidOperationException("The frame is too short.");
    }

    /// <summary>Long blocks, one that leads to short ones, short ones, and one that leads back.</summary>
    private Block NextBlock()
    {
        _blockType = (_blockType, _random.Next(2)) switch
        {
            (0 or 3, 0) => 0,
            (0 or 3, _) => 1,
            (2, 0) => 3,
            _ => 2,
        };
        if (_blockType == 1)
            _isMixed = CanMix && _random.Next(2) == 0;
        return new Block(_blockType, _isMixed && _blockType != 0);
    }

    private void Write(ref BitWriter head, ref BitWriter data, Block block, int channel, int shared, bool isNone)
    {
        int start = data.Position;
        int compress = IsMpeg1
            ? WriteScaleFactors1(ref data, block, shared, isNone)
            : WriteScaleFactors2(ref data, block, channel == 1 && HasIntensity, isNone);
        PairWriter[] tables = [.. Enumerable.Range(0, 3).Select(_ => NextTable())];
        short[] starts = BandLayout.Of(_header, isShort: false, isMixed: false).Starts;
        (int first, int second) = (_random.Next(16), _random.Next(8));
        (int firstEnd, int secondEnd) = block.Type switch
        {
            0 => (starts[first + 1], starts[Math.Min(first + second + 2, 22)]),
            2 => (Rate == 8000 ? 72 : 36, Values),
            _ => (starts[8], Values),
        };
        bool isSilent = channel == 1 && isNone;
        int pairs = 0;
        int largest = 1;
        while (!isSilent && pairs < (channel == 0 ? 200 : 100) && data.Position < start + PairBits)
        {
            PairWriter table = tables[
                2 * pairs < firstEnd ? 0
                : 2 * pairs < secondEnd ? 1
                : 2
            ];
            table.Write(ref data, NextValue(table.Largest), NextValue(table.Largest));
            largest = Math.Max(largest, table.Largest);
            pairs++;
        }

        // Quadruples in table B: each of its words has four bits.
        int quads =
            isSilent ? 0
            : channel == 0 ? (Values - 2 * pairs) / 4
            : _random.Next((Values - 2 * pairs) / 4);
        int end = data.Position + QuadBits;
        for (int i = 0; i < quads && data.Position < end; i++)
            WriteQuad(ref data);

        head.Write(data.Position - start, 12);
        head.Write(pairs, 9);
        head.Write(Loudness - (int)(16 / 3.0 * Math.Log2(largest)), 8);
        head.Write(compress, IsMpeg1 ? 4 : 9);
        head.Write(block.Type == 0 ? 0 : 1, 1);
        if (block.Type == 0)
        {
            foreach (PairWriter table in tables)
                head.Write(table.Number, 5);
            head.Write(first, 4);
            head.Write(second, 3);
        }
        else
        {
            head.Write(block.Type, 2);
            head.Write(block.IsMixed ? 1 : 0, 1);
            head.Write(tables[0].Number, 5);
            head.Write(tables[1].Number, 5);
            head.Write(_random.Next(512), 9); // gains of the windows
        }
        if (IsMpeg1)
            head.Write(_random.Next(2), 1); // larger scale factors in the upper bands
        head.Write(0b01, 2);
    }

    private PairWriter NextTable() => PairWriter.All[_random.Next(PairWriter.All.Count)];

    private int NextValue(int largest)
    {
        int size = (int)Math.Min(largest, Math.Pow(largest + 1, _random.NextDouble()));
        return _random.Next(2) == 0 ? size : -size;
    }

    private void WriteQuad(ref BitWriter data)
    {
        int values = _random.Next(16);
        data.Write(~values & 15, 4);
        for (int rest = values; rest != 0; rest &= rest - 1)
            data.Write(_random.Next(2), 1);
    }

    private int WriteScaleFactors1(ref BitWriter data, Block block, int shared, bool isNone)
    {
        const int Compress = 13; // scale factors of three bits
        int[] groups =
            block.Type != 2 ? [6, 5, 5, 5]
            : block.IsMixed ? [8 + 9 + 18]
            : [36];
        for (int group = 0; group < groups.Length; group++)
        {
            for (int i = 0; i < groups[group] && (shared & 8 >> group) == 0; i++)
                data.Write(isNone ? 7 : _random.Next(8), 3);
        }
        return Compress;
    }

    private int WriteScaleFactors2(ref BitWriter data, Block block, bool isIntensity, bool isNone)
    {
        int scale = _random.Next(2);
        int row = isNone ? 0 : _random.Next(3);
        (int compress, int[] widths, int[][] counts) = (isIntensity, row) switch
        {
            (true, 0) => (
                3 * 36 + 2 * 6 + 3,
                [3, 2, 3, 0],
                [
                    [7, 7, 7, 0],
                    [12, 12, 12, 0],
                    [6, 15, 12, 0],
                ]
            ),
            (true, 1) => (
                180 + (2 << 4) + (3 << 2),
                [2, 3, 0, 0],
                [
                    [6, 6, 6, 3],
                    [12, 9, 9, 6],
                    [6, 12, 9, 6],
                ]
            ),
            (true, _) => (
                244 + 3 * 3 + 1,
                [3, 1, 0, 0],
                [
                    [8, 8, 5, 0],
                    [15, 12, 9, 0],
                    [6, 18, 9, 0],
                ]
            ),
            (_, 0) => (
                (2 * 5 + 3 << 4) + (3 << 2) + 1,
                [2, 3, 3, 1],
                [
                    [6, 5, 5, 5],
                    [9, 9, 9, 9],
                    [6, 9, 9, 9],
                ]
            ),
            (_, 1) => (
                400 + (2 * 5 + 3 << 2) + 3,
                [2, 3, 3, 0],
                [
                    [6, 5, 7, 3],
                    [9, 9, 12, 6],
                    [6, 9, 12, 6],
                ]
            ),
            _ => (
                500 + 2 * 3 + 1,
                (int[])[2, 1, 0, 0],
                (int[][])
                    [
                        [11, 10, 0, 0],
                        [18, 18, 0, 0],
                        [15, 18, 0, 0],
                    ]
            ),
        };
        int kind =
            block.Type != 2 ? 0
            : block.IsMixed ? 2
            : 1;
        for (int part = 0; part < widths.Length; part++)
        {
            int last = (1 << widths[part]) - 1;
            for (int i = 0; i < counts[kind][part]; i++)
                data.Write(isNone ? last : _random.Next(isIntensity ? Math.Max(last, 1) : last + 1), widths[part]);
        }
        return isIntensity ? 2 * compress + scale : compress;
    }

    private readonly record struct Block(int Type, bool IsMixed);
}
