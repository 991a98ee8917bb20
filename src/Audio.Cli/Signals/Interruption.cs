using System.Runtime.InteropServices;

namespace Audio.Cli.Signals;

/// <summary>
/// Turns Ctrl+C and other termination signals into a cancellation token, for callers that must clean up. A second
/// signal ends the process at once. On Windows <see cref="StopEvent"/> counts as a signal too.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly List<IDisposable> _registrations = [];

    /// <summary>Starts listening for signals.</summary>
    public Interruption()
    {
        foreach (
            PosixSignal signal in (ReadOnlySpan<PosixSignal>)
                [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]
        )
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        if (OperatingSystem.IsWindows())
            _registrations.Add(StopEvent.Listen(Environment.ProcessId, Ask));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _asked.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // By default a signal would end the process at once.
        context.Cancel = !_asked.IsCancellationRequested;
        if (context.Cancel)
            Ask();
    }

    private void Ask()
    {
        try
        {
            _ = _asked.CancelAsync(); // so that continuations do not run on the signal thread
        }
        catch (ObjectDisposedException)
        {
            // The command has just ended anyway.
        }
    }
}
