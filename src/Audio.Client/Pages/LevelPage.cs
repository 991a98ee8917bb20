namespace Audio.Client.Pages;

/// <summary>A priority that lowers another, or is lowered.</summary>
internal sealed record LevelPage(string Priority, double LevelDb);
