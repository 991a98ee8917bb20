using System.Runtime.InteropServices;
using Audio.Host.Processes;

namespace Audio.Cli.Processes;

/// <summary>
/// Ends processes that are not ours to wait for. Each checks first that the process id has not gone to another program.
/// </summary>
internal static partial class ProcessSignals
{
    private const int SigKill = 9;
    private const int SigTerm = 15;

    /// <summary>Asks the process to end in order.</summary>
    /// <returns>Whether it was there to be asked.</returns>
    public static bool AskToEnd(ProcessMark process)
    {
        if (!process.IsRunning)
            return false;
        return OperatingSystem.IsWindows() ? StopEvent.Set(process.Id) : Kill(process.Id, SigTerm) == 0;
    }

    /// <summary>Ends the process at once.</summary>
    public static void End(ProcessMark process)
    {
        if (!process.IsRunning)
            return;
        if (OperatingSystem.IsWindows())
            System.Diagnostics.Process.GetProcessById(process.Id).Kill();
        else
            _ = Kill(process.Id, SigKill);
    }

    /// <summary>Waits until the process is gone.</summary>
    /// <returns>Whether it went within the limit.</returns>
    public static Task<bool> WaitUntilGoneAsync(ProcessMark process, TimeSpan limit, TimeProvider time) =>
        Poll.UntilAsync(() => !process.IsRunning, limit, time);

    /// <summary>Sends a signal; -1 and an errno where it cannot.</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
