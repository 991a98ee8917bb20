using System.Runtime.Versioning;

namespace Audio.Cli.Signals;

/// <summary>
/// Replaces SIGTERM on Windows, which cannot ask a process without a window or console to end: one named event per
/// process.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class StopEvent
{
    /// <summary>Calls back once when the event is set, unless disposed before.</summary>
    public static IDisposable Listen(int processId, Action asked)
    {
        var signal = new EventWaitHandle(initialState: false, EventResetMode.ManualReset, NameOf(processId));
        RegisteredWaitHandle wait = ThreadPool.RegisterWaitForSingleObject(
            signal,
            (_, _) => asked(),
            null,
            Timeout.Infinite,
            executeOnlyOnce: true
        );
        return new Registration(signal, wait);
    }

    /// <summary>Asks a process to end.</summary>
    /// <returns>Whether the process listens for the request.</returns>
    public static bool Set(int processId)
    {
        if (!EventWaitHandle.TryOpenExisting(NameOf(processId), out EventWaitHandle? signal))
            return false;
        using (signal)
            return signal.Set();
    }

    private static string NameOf(int processId) => $@"Local\audiod-stop-{processId}";

    private sealed class Registration(EventWaitHandle signal, RegisteredWaitHandle wait) : IDisposable
    {
        public void Dispose()
        {
            wait.Unregister(null);
            signal.Dispose();
        }
    }
}
