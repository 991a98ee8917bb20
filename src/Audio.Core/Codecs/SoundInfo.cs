namespace Audio.Core.Codecs;

/// <summary>What a stream says about itself, or was found to be.</summary>
/// <param name="Codec">Its codec, as people name it: <c>MP3</c>, <c>WAV</c>.</param>
/// <param name="Title">Its title: at most 200 characters, without control characters.</param>
/// <param name="Artist">Who plays or speaks: like the title.</param>
/// <param name="Frames">Its length in frames at its first rate, if it says it.</param>
internal sealed record SoundInfo(string Codec, string? Title = null, string? Artist = null, long? Frames = null)
{
    /// <summary>Artist and title in one line; <see langword="null"/>: it says neither.</summary>
    public string? Label => Title is not null && Artist is not null ? $"{Artist}: {Title}" : Title ?? Artist;

    /// <summary>
    /// What was decided about its samples, for the log; <see langword="null"/>: nothing had to be.
    /// </summary>
    public string? Choice { get; init; }
}
