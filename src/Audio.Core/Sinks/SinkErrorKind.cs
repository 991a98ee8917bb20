namespace Audio.Core.Sinks;

/// <summary>Why a sink cannot be opened or has stopped.</summary>
public enum SinkErrorKind
{
    /// <summary>
    /// The native library or the sound server is not there. A retry helps once it has been started or installed.
    /// </summary>
    Unavailable,

    /// <summary>The device was lost while it was open. A retry helps once it is back.</summary>
    DeviceLost,

    /// <summary>The configuration is not possible: a bad path, an unsupported rate. A retry does not help.</summary>
    Configuration,
}
