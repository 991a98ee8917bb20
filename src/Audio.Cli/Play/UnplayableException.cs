namespace Audio.Cli.Play;

/// <summary>A file cannot be played. The message continues a sentence that begins with the file name.</summary>
internal sealed class UnplayableException(string message) : Exception(message);
