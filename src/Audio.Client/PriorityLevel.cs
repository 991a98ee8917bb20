using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>A priority that lowers, or is lowered.</summary>
/// <param name="Priority">The priority.</param>
/// <param name="LevelDb">The level to which it lowers or is lowered, in decibels.</param>
public sealed record PriorityLevel(SessionPriority Priority, double LevelDb);
