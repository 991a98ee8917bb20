namespace Audio.Core.Codecs.Mp3;

/// <summary>The side information of one channel of a granule, ISO/IEC 11172-3 section 2.4.1.7.</summary>
internal readonly struct GranuleSide
{
    /// <summary>The type of short blocks.</summary>
    public const int ShortType = 2;

    private const int MaxPairs = 288; // of 576 values
    private const int SwitchedBands = 8; // of the first region, if it is not written

    private GranuleSide(MpegHeader header, ref BitReader reader)
    {
        bool isMpeg1 = header.IsMpeg1;
        Bits = reader.Read(12);
        Pairs = reader.Read(9);
        Gain = reader.Read(8);
        Compress = reader.Read(isMpeg1 ? 4 : 9);
        bool isSwitched = reader.Read(1) != 0;
        short[] longStarts = BandLayout.Of(header, isShort: false, isMixed: false).Starts;
        if (isSwitched)
        {
            BlockType = reader.Read(2);
            IsMixed = reader.Read(1) != 0;
            (Table0, Table1) = (reader.Read(5), reader.Read(5));
            (SubGain0, SubGain1, SubGain2) = (reader.Read(3), reader.Read(3), reader.Read(3));
            Region1 = BlockType == ShortType ? header.FirstShortValues : longStarts[SwitchedBands];
            Region2 = 2 * MaxPairs;
        }
        else
        {
            (Table0, Table1, Table2) = (reader.Read(5), reader.Read(5), reader.Read(5));
            int bands = 1 + reader.Read(4);
            Region1 = longStarts[bands];
            Region2 = longStarts[Math.Min(bands + 1 + reader.Read(3), longStarts.Length - 1)];
        }
        HasPreemphasis = isMpeg1 && reader.Read(1) != 0;
        ScaleShift = 1 + reader.Read(1);
        HasQuadsB = reader.Read(1) != 0;
        IsValid = Pairs <= MaxPairs && (!isSwitched || BlockType != 0);
    }

    /// <summary>Whether there is nothing in it that no encoder writes.</summary>
    public bool IsValid { get; }

    /// <summary>The bits of its main data.</summary>
    public int Bits { get; }

    /// <summary>The pairs of values in front; quadruples follow.</summary>
    public int Pairs { get; }

    /// <summary>The gain of all values, in steps of 1.5 dB: 210 is 0 dB.</summary>
    public int Gain { get; }

    /// <summary>How many bits the scale factors have.</summary>
    public int Compress { get; }

    /// <summary>0: a long block; 1: before short ones; 2: three short ones; 3: behind short ones.</summary>
    public int BlockType { get; }

    /// <summary>Whether the two lowest subbands have a long block all the same.</summary>
    public bool IsMixed { get; }

    /// <summary>The Huffman table of the pairs of the first region.</summary>
    public int Table0 { get; }

    /// <summary>That of the second.</summary>
    public int Table1 { get; }

    /// <summary>That of the third.</summary>
    public int Table2 { get; }

    /// <summary>By how many steps of 12 dB the first window of short blocks is quieter.</summary>
    public int SubGain0 { get; }

    /// <summary>The same of the second.</summary>
    public int SubGain1 { get; }

    /// <summary>The same of the third.</summary>
    public int SubGain2 { get; }

    /// <summary>The value at which the second region begins.</summary>
    public int Region1 { get; }

    /// <summary>The value at which the third region begins.</summary>
    public int Region2 { get; }

    /// <summary>Whether scale factors of MPEG 1 are larger in the upper bands.</summary>
    public bool HasPreemphasis { get; }

    /// <summary>A step of a scale factor is this power of two, in steps of 1.5 dB.</summary>
    public int ScaleShift { get; }

    /// <summary>Whether quadruples are in table B.</summary>
    public bool HasQuadsB { get; }

    /// <summary>Whether it has short blocks.</summary>
    public bool IsShort => BlockType == ShortType;

    /// <summary>Reads it.</summary>
    public static GranuleSide Read(MpegHeader header, ref BitReader reader) => new(header, ref reader);
}
