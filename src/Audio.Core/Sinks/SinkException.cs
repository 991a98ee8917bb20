namespace Audio.Core.Sinks;

/// <summary>A sink cannot be opened, or has stopped; the message says what to do next.</summary>
public sealed class SinkException : AudioException
{
    /// <summary>Creates the error.</summary>
    public SinkException(SinkErrorKind fault, string message, Exception? innerException = null)
        : base(AudioErrorKind.SinkFailed, message, innerException) => Fault = fault;

    /// <summary>What went wrong.</summary>
    public SinkErrorKind Fault { get; }

    /// <inheritdoc/>
    public override bool IsRetryable => Fault != SinkErrorKind.Configuration;
}
