namespace Audio.Protocol;

/// <summary>
/// What a client may call the format of a stream. Apart from <see cref="Pcm"/>, the stream's first bytes decide,
/// whatever
/// its name.
/// </summary>
public static class StreamFormatNames
{
    /// <summary>Samples without a container.</summary>
    public const string Pcm = "pcm";

    /// <summary>RIFF/WAVE, or samples of the declared format.</summary>
    public const string Wav = "wav";

    /// <summary>Whatever it is.</summary>
    public const string Auto = "auto";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Pcm, Wav, Auto, "mp3", "flac", "ogg", "opus", "vorbis", "aac", "m4a"];

    /// <summary>Whether there is such a name.</summary>
    public static bool IsKnown(string name) => All.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether a stream of this name may begin with something else than samples.</summary>
    public static AudioContainer ContainerOf(string name) => name == Pcm ? AudioContainer.Raw : AudioContainer.Auto;

    /// <summary>Whether the format of samples has to be declared beside the name.</summary>
    public static bool NeedsSamples(string name) => name is Pcm or Wav;
}
