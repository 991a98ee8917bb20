namespace Audio.Core.Sinks;

/// <summary>Why a sink cannot be opened or has stopped.</summary>
public enum SinkErrorKind
{
    /// <summary>
    /// The native library or the sound server is not there. A retry helps once it has been started or installed.
    /// </summary>
    Unavailable,

    /// <summary>The device went away while it was open. A retry helps once it is back.</summary>
    DeviceLost,

    /// <summary>What was asked for cannot be had: bad path, unsupported rate. A retry does not help.</summary>
    Configuration,
}

/// <summary>A sink cannot be opened, or has stopped; the message says what to do next.</summary>
public sealed class SinkException : AudioException
{
    /// <summary>Creates the error.</summary>
    public SinkException(SinkErrorKind fault, string message, Exception? innerException = null)
        : base(AudioErrorKind.SinkFailed, message, innerException) => Fault = fault;

    /// <summary>Why.</summary>
    public SinkErrorKind Fault { get; }

    /// <inheritdoc/>
    public override bool IsRetryable => Fault != SinkErrorKind.Configuration;
}
