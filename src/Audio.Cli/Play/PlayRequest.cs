using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Cli.Play;

/// <summary>What is to be played.</summary>
/// <param name="Files">Paths, or <c>-</c> for standard input; at least one.</param>
/// <param name="Together">All at once instead of one after the other.</param>
/// <param name="Volume">Linear gain, 0 to 4.</param>
/// <param name="Effects">
/// The chain that each goes through; <see langword="null"/>: what the daemon does by default.
/// </param>
/// <param name="Etiquette">How each of them meets other sounds.</param>
/// <param name="Jitter">What is done against sound that comes late.</param>
/// <param name="MaxLatency">How much may be held; <see langword="null"/>: nothing is skipped.</param>
/// <param name="Raw">The format of what has no WAV header; <see langword="null"/>: such a thing is not played.</param>
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
