using Audio.Core.Codecs.Detection;

namespace Audio.Cli.Play;

/// <summary>What a file says about itself.</summary>
/// <param name="Title">The title and the artist; <see langword="null"/>: it does not say them.</param>
/// <param name="Length">The duration; <see langword="null"/>: unknown until the end.</param>
internal sealed record SoundDescription(string? Title, TimeSpan? Length)
{
    /// <summary>It says nothing.</summary>
    public static SoundDescription None { get; } = new(null, null);

    /// <summary>What a file of a known format says.</summary>
    public static SoundDescription Of(SoundFile sound) =>
        new(sound is { Title: { } title, Artist: { } artist } ? $"{artist}: {title}" : sound.Title, sound.Duration);
}
