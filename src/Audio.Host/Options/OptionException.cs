namespace Audio.Host.Options;

/// <summary>
/// An option has an invalid value. The message names the option, the accepted values, and the value given.
/// </summary>
internal sealed class OptionException(string message, Exception? innerException = null)
    : Exception(message, innerException);
