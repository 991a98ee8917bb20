namespace Audio.Host;

/// <summary>The daemon cannot start or cannot continue. The message is one line for the user.</summary>
internal class DaemonException(string message, Exception? innerException = null) : Exception(message, innerException);
