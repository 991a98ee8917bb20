namespace Audio.Cli.Play;

/// <summary>What was to be played is no sound that can be. The message goes on from the name of the file.</summary>
internal sealed class UnplayableException(string message) : Exception(message);
