using Audio.Core.Buffers;

namespace Audio.Core.Sessions.Intake;

/// <summary>The limits of one session's backlog.</summary>
/// <param name="Blocks">Where its memory comes from.</param>
/// <param name="MaxDuration">How long the sound in it may last.</param>
/// <param name="MaxBytes">How many bytes it may hold.</param>
internal sealed record BacklogSettings(ByteBlockPool Blocks, TimeSpan MaxDuration, long MaxBytes)
{
    /// <summary>What the session holds of <see cref="Blocks"/>; <see langword="null"/>: it is not counted.</summary>
    public MemoryShare? Share { get; init; }
}
