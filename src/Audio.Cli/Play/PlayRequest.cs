using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Cli.Play;

/// <summary>What to play, and how.</summary>
/// <param name="Files">Paths, or <c>-</c> for standard input; at least one.</param>
/// <param name="Together">Whether to play all files at once instead of one after the other.</param>
/// <param name="Volume">Linear gain, 0 to 4.</param>
/// <param name="Effects">
/// The effect chain of each file; <see langword="null"/>: the daemon's default.
/// </param>
/// <param name="Etiquette">How each file behaves towards other sounds.</param>
/// <param name="Jitter">How late sound is handled.</param>
/// <param name="MaxLatency">How much may be buffered; <see langword="null"/>: nothing is skipped.</param>
/// <param name="Raw">The format of raw samples; <see langword="null"/>: they are an error.</param>
internal sealed record PlayRequest(
    IReadOnlyList<string> Files,
    bool Together,
    double Volume,
    string? Effects,
    SessionEtiquette Etiquette,
    SessionJitter Jitter,
    TimeSpan? MaxLatency,
    AudioFormat? Raw
);
