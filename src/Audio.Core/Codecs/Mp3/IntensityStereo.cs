using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Reflection;
using NLayer;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Makes two channels of a granule's values, in place of NLayer 3.0.1, where a frame has intensity stereo: ISO/IEC
/// 11172-3 section 2.4.3.4.9, 13818-3 section 2.4.3.2. NLayer takes the last band for intensity stereo even if the
/// right channel has values in it, has the last band of short blocks in the wrong place, searches one window of the
/// three, and for MPEG 2 takes the scale from the left channel and 7 for the position that stands for none.
/// </summary>
internal sealed class IntensityStereo
{
    private const int LongBands = 22;
    private const int ShortBands = 13;
    private const int MixedLongBands1 = 8; // 36 values in MPEG 1, as in MPEG 2
    private const int MixedLongBands2 = 6;
    private const int MixedShortStart = 3;
    private const int Windows = 3;
    private const int Long = 3; // NLayer keeps the scale factors of long blocks behind those of the three windows
    private const int MaxPosition1 = 7; // of MPEG 1: from here on a position stands for none
    private const int None = -1;
    private const int Right = 1;

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicFields)]
    private static readonly Type? Decoder = Type.GetType("NLayer.Decoder.LayerIIIDecoder, NLayer");
    private static readonly FieldInfo? LayerField = Field(typeof(MpegFrameDecoder), "_layerIIIDecoder");
    private static readonly FieldInfo? SamplesField = Field(Decoder, "_samples");
    private static readonly FieldInfo? ScaleFactorsField = Field(Decoder, "_scalefac");
    private static readonly FieldInfo? CompressField = Field(Decoder, "_scalefacCompress");
    private static readonly FieldInfo? SwitchedField = Field(Decoder, "_blockSplitFlag");
    private static readonly FieldInfo? BlockTypeField = Field(Decoder, "_blockType");
    private static readonly FieldInfo? MixedField = Field(Decoder, "_mixedBlockFlag");
    private static readonly FieldInfo? LongStartsField = Field(Decoder, "_sfBandIndexL");
    private static readonly FieldInfo? ShortStartsField = Field(Decoder, "_sfBandIndexS");

    private static readonly float HalfPower = MathF.Sqrt(0.5f);

    private readonly float[][] _samples; // by channel
    private readonly int[][][] _scaleFactors; // by channel, window and band
    private readonly int[][] _compress; // by granule and channel, as the others
    private readonly bool[][] _isSwitched;
    private readonly int[][] _blockType;
    private readonly bool[][] _isMixed;
    private readonly object _layer;
    private readonly int[] _widths = new int[LongBands + Windows * ShortBands]; // bits of each position in MPEG 2
    private int[] _longStarts = []; // of the bands, at the rate of the frame
    private int[] _shortStarts = []; // of one window
    private int _places; // of those that are set
    private bool _hasMidSide;
    private bool _isFirstVersion;
    private float _scale; // of MPEG 2: by which a step of position is quieter

    private IntensityStereo(
        object layer,
        float[][] samples,
        int[][][] scaleFactors,
        int[][] compress,
        bool[][] isSwitched,
        int[][] blockType,
        bool[][] isMixed
    )
    {
        _layer = layer;
        _samples = samples;
        _scaleFactors = scaleFactors;
        _compress = compress;
        _isSwitched = isSwitched;
        _blockType = blockType;
        _isMixed = isMixed;
    }

    /// <summary>For a decoder that has decoded a frame.</summary>
    /// <returns>It; <see langword="null"/> if this NLayer is another one.</returns>
    public static IntensityStereo? Of(MpegFrameDecoder decoder) =>
        LayerField?.GetValue(decoder) is { } layer
        && SamplesField?.GetValue(layer) is float[][] samples
        && ScaleFactorsField?.GetValue(layer) is int[][][] scaleFactors
        && CompressField?.GetValue(layer) is int[][] compress
        && SwitchedField?.GetValue(layer) is bool[][] isSwitched
        && BlockTypeField?.GetValue(layer) is int[][] blockType
        && MixedField?.GetValue(layer) is bool[][] isMixed
        && LongStartsField?.FieldType == typeof(int[])
        && ShortStartsField?.FieldType == typeof(int[])
            ? new IntensityStereo(layer, samples, scaleFactors, compress, isSwitched, blockType, isMixed)
            : null;

    /// <summary>Turns the values that NLayer has read into those of the left and the right channel.</summary>
    /// <param name="header">Of the frame.</param>
    /// <param name="granule">Which of its granules.</param>
    public void Apply(MpegHeader header, int granule)
    {
        _longStarts = (int[])LongStartsField!.GetValue(_layer)!;
        _shortStarts = (int[])ShortStartsField!.GetValue(_layer)!;
        _isFirstVersion = header.Version == MpegVersion.Version1;
        _hasMidSide = (header.ModeExtension & 2) != 0;
        bool isShort = _isSwitched[granule][Right] && _blockType[granule][Right] == 2;
        bool isMixed = isShort && _isMixed[granule][Right];
        int mixedLong = _isFirstVersion ? MixedLongBands1 : MixedLongBands2;
        int longBands =
            !isShort ? LongBands
            : isMixed ? mixedLong
            : 0;
        int shortStart =
            !isShort ? ShortBands
            : isMixed ? MixedShortStart
            : 0;
        if (!_isFirstVersion)
            ReadWidths(_compress[granule][Right], isShort, isMixed);

        bool isMet = ApplyShort(shortStart, longBands);
        for (int band = longBands - 1; band >= 0; band--)
        {
            // The last band has the position of the one before.
            int from = Math.Min(band, LongBands - 2);
            Range values = _longStarts[band].._longStarts[band + 1];
            isMet |= HasRight(values);
            Mix(values, isMet ? None : Position(_scaleFactors[Right][Long][from], from));
        }
    }

    /// <summary>
    /// The bands of short blocks, from the last on: in each window, until the right channel has values.
    /// </summary>
    /// <returns>Whether it has in any of them.</returns>
    private bool ApplyShort(int first, int before)
    {
        Span<bool> isMet = stackalloc bool[Windows];
        isMet.Clear();
        for (int band = ShortBands - 1; band >= first; band--)
        {
            int from = Math.Min(band, ShortBands - 2);
            int width = _shortStarts[band + 1] - _shortStarts[band];
            for (int window = 0; window < Windows; window++)
            {
                int start = Windows * _shortStarts[band] + window * width;
                Range values = start..(start + width);
                isMet[window] |= HasRight(values);
                int place = before + Windows * (from - first) + window;
                Mix(values, isMet[window] ? None : Position(_scaleFactors[Right][window][from], place));
            }
        }
        return isMet.Contains(true);
    }

    private bool HasRight(Range values) => _samples[Right].AsSpan(values).ContainsAnyExcept(0f);

    private int Position(int scaleFactor, int place)
    {
        bool isNone = _isFirstVersion
            ? scaleFactor >= MaxPosition1
            : _widths[place] > 0 && scaleFactor == (1 << _widths[place]) - 1;
        return isNone ? None : scaleFactor;
    }

    private void Mix(Range values, int position)
    {
        Span<float> left = _samples[0].AsSpan(values);
        Span<float> right = _samples[Right].AsSpan(values);
        if (position != None)
        {
            (float toLeft, float toRight) = _isFirstVersion ? Ratio1(position) : Ratio2(position);
            TensorPrimitives.Multiply(left, toRight, right);
            TensorPrimitives.Multiply(left, toLeft, left);
        }
        else if (_hasMidSide)
        {
            for (int i = 0; i < left.Length; i++)
                (left[i], right[i]) = (HalfPower * (left[i] + right[i]), HalfPower * (left[i] - right[i]));
        }
    }

    /// <summary>13 steps from the right to the left, of which 7 are used.</summary>
    private static (float Left, float Right) Ratio1(int position)
    {
        (double sine, double cosine) = Math.SinCos(position * Math.PI / 12);
        return ((float)(sine / (sine + cosine)), (float)(cosine / (sine + cosine)));
    }

    /// <summary>Odd positions make the left channel quieter, even ones the right.</summary>
    private (float Left, float Right) Ratio2(int position)
    {
        float quieter = MathF.Pow(_scale, (position + 1) / 2);
        return (position & 1) != 0 ? (quieter, 1) : (1, quieter);
    }

    /// <summary>How many bits each position of a frame of MPEG 2 has, in the order in which they are sent.</summary>
    private void ReadWidths(int compress, bool isShort, bool isMixed)
    {
        _scale = (compress & 1) != 0 ? MathF.Sqrt(0.5f) : MathF.Sqrt(MathF.Sqrt(0.5f));
        int code = compress >> 1;
        _places = 0;
        if (code < 180)
        {
            (int first, int second) =
                isMixed ? (6, 15)
                : isShort ? (12, 12)
                : (7, 7);
            AddWidths(code / 36, first);
            AddWidths(code % 36 / 6, second);
            AddWidths(code % 6, isShort ? 12 : 7);
        }
        else if (code < 244)
        {
            (int first, int second) =
                isMixed ? (6, 12)
                : isShort ? (12, 9)
                : (6, 6);
            AddWidths(code - 180 >> 4, first);
            AddWidths(code - 180 >> 2 & 3, second);
            AddWidths(code - 180 & 3, isShort ? 9 : 6);
            AddWidths(0, isShort ? 6 : 3);
        }
        else
        {
            (int first, int second) =
                isMixed ? (6, 18)
                : isShort ? (15, 12)
                : (8, 8);
            AddWidths((code - 244) / 3, first);
            AddWidths((code - 244) % 3, second);
            AddWidths(0, isShort ? 9 : 5);
        }
    }

    private void AddWidths(int bits, int count)
    {
        _widths.AsSpan(_places, count).Fill(bits);
        _places += count;
    }

    private static FieldInfo? Field(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicFields)] Type? type,
        string name
    ) => type?.GetField(name, BindingFlags.NonPublic | BindingFlags.Instance);
}
