namespace Audio.Testing.Daemon;

/// <summary>How a test's daemon is started.</summary>
public sealed record DaemonSetup
{
    /// <summary>What <c>--sink</c> says.</summary>
    public string Sink { get; init; } = "null";

    /// <summary>The port; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder of its state files, where it is to outlive the process; null: one of its own.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Options beside port, sink and folders.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Variables beside the test's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
