using System.Runtime.InteropServices;

namespace Audio.Host.Processes;

/// <summary>
/// Ctrl+C and other signals that ask to end, as a token, for whoever has something to put away. A second one ends the
/// process at once. On Windows <see cref="StopEvent"/> asks, too.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly List<IDisposable> _registrations = [];

    /// <summary>Listens from now on.</summary>
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
        // Left to its default, a signal ends the process at once.
        context.Cancel = !_asked.IsCancellationRequested;
        if (context.Cancel)
            Ask();
    }

    private void Ask()
    {
        try
        {
            _ = _asked.CancelAsync(); // what waits for the token does not run on the thread of signals
        }
        catch (ObjectDisposedException)
        {
            // The command has just ended by itself.
        }
    }
}
