namespace Audio.Protocol;

/// <summary>The names of the encodings on the wire: those of FFmpeg's PCM codecs.</summary>
public static class SampleEncodingNames
{
    private static readonly (SampleEncoding Encoding, string Name)[] Names =
    [
        (SampleEncoding.PcmU8, "pcm_u8"),
        (SampleEncoding.PcmS16Le, "pcm_s16le"),
        (SampleEncoding.PcmS16Be, "pcm_s16be"),
        (SampleEncoding.PcmS24Le, "pcm_s24le"),
        (SampleEncoding.PcmS24Be, "pcm_s24be"),
        (SampleEncoding.PcmS32Le, "pcm_s32le"),
        (SampleEncoding.PcmS32Be, "pcm_s32be"),
        (SampleEncoding.Float32Le, "pcm_f32le"),
        (SampleEncoding.Float64Le, "pcm_f64le"),
        (SampleEncoding.ALaw, "pcm_alaw"),
        (SampleEncoding.MuLaw, "pcm_mulaw"),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(static entry => entry.Name)];

    /// <summary>The name, such as <c>pcm_s16le</c>.</summary>
    public static string NameOf(SampleEncoding encoding) =>
        Array.Find(Names, entry => entry.Encoding == encoding).Name
        ?? throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "No such encoding.");

    /// <summary>Finds an encoding by its name; case does not matter.</summary>
    public static bool TryParse(string? name, out SampleEncoding encoding)
    {
        int index = Array.FindIndex(Names, entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        encoding = index < 0 ? default : Names[index].Encoding;
        return index >= 0;
    }
}
