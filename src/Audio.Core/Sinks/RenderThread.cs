using System.Runtime.InteropServices;

namespace Audio.Core.Sinks;

/// <summary>
/// Starts a render thread: a named background thread with the highest priority this process is allowed to set.
/// </summary>
internal static partial class RenderThread
{
    private const string Name = "audiod-render";
    private const int SchedRoundRobin = 2;
    private const int SchedResetOnFork = 0x40000000;
    private const int RealtimePriority = 5; // as PulseAudio's own threads: above normal threads, below the kernel's
    private const int Nice = -11;

    /// <summary>Runs the body on a thread of its own.</summary>
    public static Thread Start(Action body)
    {
        var thread = new Thread(() =>
        {
            Raise();
            body();
        })
        {
            Name = Name,
            IsBackground = true,
            Priority = ThreadPriority.Highest,
        };
        thread.Start();
        return thread;
    }

    /// <summary>
    /// Raises the priority of the calling thread. Linux ignores <see cref="Thread.Priority"/>, so the kernel is asked
    /// directly; if it refuses, the thread keeps its priority.
    /// </summary>
    public static void Raise()
    {
        if (!OperatingSystem.IsLinux())
            return;
        int priority = RealtimePriority;
        if (SchedSetScheduler(0, SchedRoundRobin | SchedResetOnFork, in priority) != 0)
            _ = SetPriority(0, 0, Nice);
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SchedSetScheduler(int thread, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int thread, int nice);
}
