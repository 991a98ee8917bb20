using System.Runtime.InteropServices;
using Audio.Host.Processes;

namespace Audio.Host.Running;

/// <summary>
/// Ends the daemon on SIGINT, SIGTERM or the loss of its terminal: the first asks it to stop in order, a second ends it at once.
/// </summary>
internal sealed class SignalLifetime(IHostApplicationLifetime application) : IHostLifetime, IDisposable
{
    //  *set once, at the start*
    private readonly List<IDisposable> _registrations = [];

    //  *any thread*
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        if (OperatingSystem.IsWindows())
            _registrations.Add(StopEvent.Listen(Environment.ProcessId, application.StopApplication));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(r => r.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        // Left to its default, a signal ends the process at once.
        context.Cancel = Interlocked.Increment(ref _signals) == 1;
        if (context.Cancel)
            application.StopApplication();
    }
}
