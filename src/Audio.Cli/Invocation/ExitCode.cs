namespace Audio.Cli.Invocation;

/// <summary>How a command ends. docs/running.md lists them; a test holds it to this.</summary>
internal static class ExitCode
{
    /// <summary>Done; for <c>status</c> and <c>health</c>: it runs, it is healthy.</summary>
    public const int Ok = 0;

    /// <summary>It failed, and said why; for <c>health</c>: not healthy.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a setting is wrong.</summary>
    public const int Usage = 2;

    /// <summary>For <c>run</c> and <c>start</c>: the port is taken by another program.</summary>
    public const int PortTaken = 3;

    /// <summary>
    /// For <c>status</c>, <c>play</c> and <c>top</c>: no daemon runs. The number is that of init scripts (LSB), and of
    /// systemctl.
    /// </summary>
    public const int NotRunning = 3;

    /// <summary>For <c>play</c> and <c>demo</c>: it was played, but nobody could hear some or all of it.</summary>
    public const int NotAudible = 4;

    /// <summary>
    /// For <c>play</c>: ended by Ctrl+C or another signal, and silent; for <c>start</c>: ended so, and nothing was
    /// started. The number is what shells say of SIGINT.
    /// </summary>
    public const int Interrupted = 130;
}
