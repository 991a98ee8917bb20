namespace Audio.Host.Running;

/// <summary>Stops the application when the daemon is told to stop, even if that was before it ran.</summary>
/// <param name="application">The application to stop.</param>
/// <param name="stop">Cancelled to stop it.</param>
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
