namespace Audio.Host.State;

/// <summary>The pid file that was asked for cannot be written.</summary>
internal sealed class PidFileException(string path, Exception innerException)
    : IOException(
        $"The pid file {path} cannot be written ({PrivateFiles.Reason(innerException)}). Name another with --pid-file.",
        innerException
    );
