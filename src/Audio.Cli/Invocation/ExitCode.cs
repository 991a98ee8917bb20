namespace Audio.Cli.Invocation;

/// <summary>The exit codes. docs/running.md lists them; a test keeps both in step.</summary>
internal static class ExitCode
{
    /// <summary>Success. <c>status</c>: the daemon runs; <c>health</c>: it is healthy.</summary>
    public const int Ok = 0;

    /// <summary>Failure; the output says why. <c>health</c>: the daemon is not healthy.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a setting is invalid.</summary>
    public const int Usage = 2;

    /// <summary><c>run</c> and <c>start</c>: another program has the port.</summary>
    public const int PortTaken = 3;

    /// <summary>
    /// <c>status</c>, <c>play</c> and <c>top</c>: no daemon runs. LSB init scripts and systemctl use the same number.
    /// </summary>
    public const int NotRunning = 3;

    /// <summary><c>play</c> and <c>demo</c>: it was played, but some or all of it was inaudible.</summary>
    public const int NotAudible = 4;

    /// <summary>
    /// <c>play</c>: interrupted by Ctrl+C or another signal, and silent; <c>start</c>: interrupted, and nothing was
    /// started. Shells report SIGINT as the same number.
    /// </summary>
    public const int Interrupted = 130;
}
