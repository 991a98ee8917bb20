namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Reads the values of a channel of a granule and requantizes them: ISO/IEC 11172-3 sections 2.4.2.7 and 2.4.3.4.7.
/// </summary>
internal ref struct SpectrumReader
{
    /// <summary>The values of a granule.</summary>
    public const int Values = 576;

    /// <summary>Bytes that must stand behind main data: more than the pairs of a granule can overrun.</summary>
    public const int Slack = 2048;

    private const int QuadValues = 4;
    private const int Escape = 15; // from here on, bits for the rest of a value follow

    private readonly BandLayout _layout;
    private readonly ReadOnlySpan<float> _gains;
    private readonly Span<float> _values;
    private BitWindow _bits;
    private int _band;
    private int _at;

    private SpectrumReader(BitWindow bits, BandLayout layout, ReadOnlySpan<float> gains, Span<float> values)
    {
        _bits = bits;
        _layout = layout;
        _gains = gains;
        _values = values;
    }

    /// <summary>Reads values.</summary>
    /// <param name="bits">Where they begin, in main data with <see cref="Slack"/>.</param>
    /// <param name="end">The bit at which they end.</param>
    /// <param name="side">The side information.</param>
    /// <param name="layout">The bands.</param>
    /// <param name="gains">A gain for each band.</param>
    /// <param name="values">Zeros; to be replaced.</param>
    /// <returns>Behind how many values there are zeros only; -1: the data are damaged.</returns>
    public static int Read(
        BitWindow bits,
        int end,
        in GranuleSide side,
        BandLayout layout,
        ReadOnlySpan<float> gains,
        Span<float> values
    )
    {
        var reader = new SpectrumReader(bits, layout, gains, values);
        int count = 2 * side.Pairs;
        bool isRight =
            reader.TryReadRegion(side.Table0, Math.Min(side.Region1, count))
            && reader.TryReadRegion(side.Table1, Math.Min(side.Region2, count))
            && reader.TryReadRegion(side.Table2, count)
            && reader._bits.Position <= end;
        if (!isRight)
            return -1;
        reader.ReadQuads(side.HasQuadsB ? HuffmanTable.QuadsB : HuffmanTable.QuadsA, end);
        return reader._at;
    }

    private bool TryReadRegion(int number, int end)
    {
        if (_at >= end)
            return true;
        var table = HuffmanTable.Pairs(number);
        if (table is null && number > 0)
            return false;
        ReadOnlySpan<short> starts = _layout.Starts;
        while (_at < end)
        {
            int bandEnd = starts[_band + 1];
            int stop = Math.Min(bandEnd, end);
            Span<float> part = _values[_at..stop];
            if (table is { LinearBits: 0 })
                ReadPairs(ref _bits, table, _gains[_band], part);
            else if (table is not null)
                ReadLargePairs(ref _bits, table, _gains[_band], part);
            _at = stop;
            if (stop == bandEnd)
                _band++;
        }
        return true;
    }

    private static void ReadPairs(ref BitWindow source, HuffmanTable table, float gain, Span<float> values)
    {
        BitWindow bits = source;
        ReadOnlySpan<short> entries = table.Entries;
        ReadOnlySpan<float> powers = Power43.Small;
        int width = table.Bits;
        for (int i = 0; i + 1 < values.Length; i += 2)
        {
            bits.Fill();
            int pair = bits.TakeCode(entries, width);
            int x = pair >> 4;
            int y = pair & 15;
            values[i] = bits.TakeSign(powers[x] * gain, (x + 15) >> 4);
            values[i + 1] = bits.TakeSign(powers[y] * gain, (y + 15) >> 4);
        }
        source = bits;
    }

    private static void ReadLargePairs(ref BitWindow source, HuffmanTable table, float gain, Span<float> values)
    {
        BitWindow bits = source;
        ReadOnlySpan<short> entries = table.Entries;
        int width = table.Bits;
        int linearBits = table.LinearBits;
        for (int i = 0; i + 1 < values.Length; i += 2)
        {
            bits.Fill();
            int pair = bits.TakeCode(entries, width);
            int x = pair >> 4;
            int y = pair & 15;
            if (x == Escape)
            {
                x += bits.Peek(linearBits);
                bits.Skip(linearBits);
            }
            values[i] = bits.TakeSign(Power43.Of(x) * gain, x > 0 ? 1 : 0);
            if (y == Escape)
            {
                y += bits.Peek(linearBits);
                bits.Skip(linearBits);
            }
            values[i + 1] = bits.TakeSign(Power43.Of(y) * gain, y > 0 ? 1 : 0);
        }
        source = bits;
    }

    /// <summary>Reads values of -1, 0 and 1. Encoders may write one quadruple that does not end in time.</summary>
    private void ReadQuads(HuffmanTable table, int end)
    {
        BitWindow bits = _bits;
        ReadOnlySpan<short> starts = _layout.Starts;
        ReadOnlySpan<short> entries = table.Entries;
        int width = table.Bits;
        while (bits.Position < end && _at <= Values - QuadValues)
        {
            bits.Fill();
            int quad = bits.TakeCode(entries, width);
            Span<float> values = _values.Slice(_at, QuadValues);
            float gain = _gains[_band];
            values[0] = bits.TakeSign((quad >> 3) * gain, quad >> 3);
            values[1] = bits.TakeSign((quad >> 2 & 1) * gain, quad >> 2 & 1);
            if (_at + 2 == starts[_band + 1])
                gain = _gains[++_band];
            values[2] = bits.TakeSign((quad >> 1 & 1) * gain, quad >> 1 & 1);
            values[3] = bits.TakeSign((quad & 1) * gain, quad & 1);
            if (bits.Position > end)
            {
                values.Clear();
                return;
            }
            _at += QuadValues;
            if (_at == starts[_band + 1])
                _band++;
        }
    }
}
