namespace Audio.Host.Processes;

/// <summary>
/// How a daemon parts from the command that started it. At first its standard streams are pipes to that command, which
/// shows what goes wrong while it starts; once it answers, they go to its log, so that also what native libraries and
/// the runtime say is kept.
/// </summary>
internal static class Detachment
{
    /// <summary>Leaves the terminal's session, so that neither its end nor Ctrl+C reaches this process.</summary>
    public static void LeaveTerminal()
    {
        // Fails only for the leader of a process group, which has no terminal to lose then.
        if (!OperatingSystem.IsWindows())
            _ = UnixCalls.SetSid();
    }

    /// <summary>Lets go of the starting command: input from nowhere, output and errors at the end of the log.</summary>
    /// <param name="logFile">The log; it exists.</param>
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
    /// Output and errors go to the end of this file from now on. Unix only; also when a new log is begun.
    /// </summary>
    public static void SendOutputTo(string logFile)
    {
        if (OperatingSystem.IsWindows())
            return;
        Redirect(logFile, UnixCalls.WriteOnly | UnixCalls.Append, 1, 2);
    }

    private static void Redirect(string path, int flags, params ReadOnlySpan<int> targets)
    {
        int source = UnixCalls.Open(path, flags);
        if (source < 0)
            return; // Output stays where it was, which is the best there is.
        foreach (int target in targets)
            _ = UnixCalls.Dup2(source, target);
        if (source > 2)
            _ = UnixCalls.Close(source);
    }
}
