using Audio.Protocol;

namespace Audio.Host.Http;

/// <summary>What encodings are called in parameters and reports: <c>pcm_s16le</c>, as in FFmpeg.</summary>
internal static class EncodingNames
{
    private static readonly Dictionary<string, SampleEncoding> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pcm_u8"] = SampleEncoding.PcmU8,
        ["pcm_s16le"] = SampleEncoding.PcmS16Le,
        ["pcm_s16be"] = SampleEncoding.PcmS16Be,
        ["pcm_s24le"] = SampleEncoding.PcmS24Le,
        ["pcm_s32le"] = SampleEncoding.PcmS32Le,
        ["float32le"] = SampleEncoding.Float32Le,
        ["float64le"] = SampleEncoding.Float64Le,
    };

    private static readonly Dictionary<SampleEncoding, string> ByEncoding = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All, in the order in which people read about them.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    public static string NameOf(SampleEncoding encoding) => ByEncoding[encoding];

    public static bool TryParse(string name, out SampleEncoding encoding) => ByName.TryGetValue(name, out encoding);
}
