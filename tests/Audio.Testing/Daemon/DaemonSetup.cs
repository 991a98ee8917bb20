namespace Audio.Testing.Daemon;

/// <summary>How a test's daemon is started.</summary>
public sealed record DaemonSetup
{
    /// <summary>The value of <c>--sink</c>.</summary>
    public string Sink { get; init; } = "null";

    /// <summary>The port; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder of its state files, if it must outlive the process; null: its own.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Options other than port, sink and folders.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Commands for the shell that starts it, such as <c>ulimit -n 256</c>; empty: no shell.</summary>
    public string Shell { get; init; } = "";

    /// <summary>Additional environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
