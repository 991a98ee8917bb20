using Audio.Protocol;

namespace Audio.Host.Play;

/// <summary>What is to be played.</summary>
/// <param name="Files">Paths, or <c>-</c> for standard input; at least one.</param>
/// <param name="Together">All at once instead of one after the other.</param>
/// <param name="Volume">Linear gain, 0 to 4.</param>
/// <param name="Raw">The format of what has no WAV header; <see langword="null"/>: such a thing is not played.</param>
internal sealed record PlayRequest(IReadOnlyList<string> Files, bool Together, double Volume, AudioFormat? Raw);
