using Audio.Host.State;

namespace Audio.Cli.State;

/// <summary>The requested pid file cannot be written.</summary>
internal sealed class PidFileException(string path, Exception innerException)
    : IOException(
        $"The pid file {path} cannot be written ({PrivateFiles.Reason(innerException)}). Choose another with "
            + "--pid-file.",
        innerException
    );
