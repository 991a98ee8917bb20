namespace Audio.Host.Options;

/// <summary>
/// An option has a value that cannot be used; the message names the option, what it takes and what it got.
/// </summary>
internal sealed class OptionException(string message, Exception? innerException = null)
    : Exception(message, innerException);
