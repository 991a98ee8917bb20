using System.Runtime.InteropServices;
using Audio.Cli.Signals;
using Audio.Cli.State;

namespace Audio.Cli.Processes;

/// <summary>
/// Ends processes that are not our children. Each method first checks that the process id does not belong to another
/// program now.
/// </summary>
internal static partial class ProcessSignals
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>Asks the process to shut down.</summary>
    /// <returns>Whether the process was running and could be asked.</returns>
    public static bool AskToEnd(ProcessMark process)
    {
        if (!process.IsRunning)
            return false;
        return OperatingSystem.IsWindows() ? StopEvent.Set(process.Id) : Kill(process.Id, SigTerm) == 0;
    }

    /// <summary>Kills the process.</summary>
    public static void End(ProcessMark process)
    {
        if (!process.IsRunning)
            return;
        if (OperatingSystem.IsWindows())
            System.Diagnostics.Process.GetProcessById(process.Id).Kill();
        else
            _ = Kill(process.Id, SigKill);
    }

    /// <summary>Waits until the process has exited.</summary>
    /// <returns>Whether it exited within the limit.</returns>
    public static Task<bool> WaitUntilGoneAsync(ProcessMark process, TimeSpan limit, TimeProvider time) =>
        Poll.UntilAsync(() => !process.IsRunning, limit, time);

    /// <summary>Sends a signal; returns 0, or -1 and sets errno.</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
