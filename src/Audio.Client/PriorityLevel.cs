using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>A priority that lowers, or is lowered.</summary>
/// <param name="Priority">Which.</param>
/// <param name="LevelDb">To what level, in decibels.</param>
public sealed record PriorityLevel(SessionPriority Priority, double LevelDb);
