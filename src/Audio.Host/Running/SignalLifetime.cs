namespace Audio.Host.Running;

/// <summary>Stops the application when the daemon is asked to end, also where that was before it ran.</summary>
/// <param name="application">What is stopped.</param>
/// <param name="stop">Cancelled when it shall end.</param>
internal sealed class SignalLifetime(IHostApplicationLifetime application, CancellationToken stop)
    : IHostLifetime,
        IDisposable
{
    private CancellationTokenRegistration _registration;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registration = stop.Register(application.StopApplication);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration.Dispose();
}
