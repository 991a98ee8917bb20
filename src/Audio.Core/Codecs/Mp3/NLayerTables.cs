using System.Reflection;
using NLayer;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Completes a table of NLayer 3.0.1. Short blocks have 13 bands of three windows each. NLayer's table, which tells the
/// window of a value, ends behind the twelfth band, so that all values above have the gain of the first window: wrong
/// by up to 84 dB where an encoder gives the windows different gains.
/// </summary>
internal static class NLayerTables
{
    private const int Values = 576;
    private const int Windows = 3;

    private static readonly FieldInfo? Layer = typeof(MpegFrameDecoder).GetField(
        "_layerIIIDecoder",
        BindingFlags.NonPublic | BindingFlags.Instance
    );

    private static readonly FieldInfo? WindowLookup = Type.GetType("NLayer.Decoder.LayerIIIDecoder, NLayer")
        ?.GetField("_cbwLookupS", BindingFlags.NonPublic | BindingFlags.Instance);

    /// <summary>Where the last band of short blocks begins: ISO/IEC 11172-3 table B.8, 13818-3, and LAME.</summary>
    private static int LastBand(int sampleRate) =>
        sampleRate switch
        {
            44_100 => 136,
            48_000 => 126,
            32_000 => 180,
            24_000 => 180,
            8_000 => 166,
            _ => 174,
        };

    /// <summary>Completes the table of a decoder that has decoded a frame.</summary>
    /// <param name="decoder">The decoder.</param>
    /// <param name="sampleRate">Of the frames to come.</param>
    public static void Complete(MpegFrameDecoder decoder, int sampleRate)
    {
        if (Layer?.GetValue(decoder) is not { } layer || WindowLookup?.GetValue(layer) is not byte[] windows)
            return;
        int start = LastBand(sampleRate);
        for (int window = 0; window < Windows; window++)
        {
            int width = Values / Windows - start;
            windows.AsSpan(Windows * start + window * width, width).Fill((byte)window);
        }
    }
}
