using System.Net.WebSockets;
using Audio.Host.Options;

namespace Audio.Host.Clients;

/// <summary>
/// Closes clients that have been inactive for too long and whose sound has ended, with 1000 "Inactive timeout".
/// </summary>
internal sealed partial class InactivitySweeper(
    ClientRegistry clients,
    DaemonOptions options,
    TimeProvider time,
    ILogger<InactivitySweeper> logger
) : IHostedService, IDisposable
{
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => Sweep(), state: null, options.InactiveSweep, options.InactiveSweep);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private void Sweep()
    {
        foreach (ConnectedClient client in clients.All)
        {
            if (client.LookForSound() || client.Idle < options.InactiveTimeout || !client.MayBeInactive())
                continue;
            LogInactive(logger, client.Id, client.Idle);
            client.Close(WebSocketCloseStatus.NormalClosure, "Inactive timeout");
        }
    }

    [LoggerMessage(
        EventId = LogEvents.ClientInactive,
        Level = LogLevel.Information,
        Message = "{Client} has sent nothing for {Idle}; closing it"
    )]
    private static partial void LogInactive(ILogger logger, string client, TimeSpan idle);
}
