using Audio.Host.Native;

namespace Audio.Cli.Daemon;

/// <summary>
/// Detaches a daemon from the command that started it. At first its standard streams are pipes to that command, which
/// shows startup errors. Once the daemon answers, they go to its log, which thus also receives the output of native
/// libraries and the runtime.
/// </summary>
internal static class Detachment
{
    /// <summary>
    /// Leaves the terminal's session, so that neither closing the terminal nor Ctrl+C reaches this process.
    /// </summary>
    public static void LeaveTerminal()
    {
        // Fails only for the leader of a process group, which then has no terminal to lose.
        if (!OperatingSystem.IsWindows())
            _ = UnixCalls.SetSid();
    }

    /// <summary>
    /// Disconnects from the starting command: input from the null device, output and errors appended to the log.
    /// </summary>
    /// <param name="logFile">The log, which must exist.</param>
    public static void LetGo(string logFile)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.SetOut(TextWriter.Null);
            Console.SetError(TextWriter.Null);
            return;
        }

        Redirect("/dev/null", UnixCalls.ReadWrite, 0);
        SendOutputTo(logFile);
    }

    /// <summary>
    /// Redirects output and errors to the end of this file. Called again when the log starts a new file. Unix only.
    /// </summary>
    public static void SendOutputTo(string logFile)
    {
        if (OperatingSystem.IsWindows())
            return;
        Redirect(logFile, UnixCalls.WriteOnly | UnixCalls.Append | UnixCalls.NoFollow, 1, 2);
    }

    private static void Redirect(string path, int flags, params ReadOnlySpan<int> targets)
    {
        int source = UnixCalls.Open(path, flags);
        if (source < 0)
            return; // Keep the old output: nothing better is available.
        foreach (int target in targets)
            _ = UnixCalls.Dup2(source, target);
        if (source > 2)
            _ = UnixCalls.Close(source);
    }
}
