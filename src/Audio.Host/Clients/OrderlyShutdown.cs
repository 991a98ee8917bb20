using System.Net.WebSockets;
using Audio.Core.Engine;
using Audio.Host.Options;

namespace Audio.Host.Clients;

/// <summary>
/// Stops the clients in order: refuses new ones, lets the current sound finish (up to a limit), then closes all clients
/// with 1000 "Daemon shutting down". The web server has already stopped listening.
/// </summary>
internal sealed partial class OrderlyShutdown(
    ClientRegistry clients,
    AudioEngine engine,
    IHostApplicationLifetime lifetime,
    DaemonOptions options,
    ILogger<OrderlyShutdown> logger
) : IHostedService
{
    private CancellationTokenRegistration _registration;
    private Task _done = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(() => _done = StopClientsAsync());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _registration.DisposeAsync();
        await _done;
    }

    private async Task StopClientsAsync()
    {
        clients.Lock();
        int sessions = engine.Sessions.Count;
        LogStopping(logger, clients.Count, sessions);
        if (!await engine.DrainAsync(options.DrainLimit))
            LogCutShort(logger, engine.Sessions.Count, options.DrainLimit);
        clients.CloseAll(WebSocketCloseStatus.NormalClosure, "Daemon shutting down");
    }

    [LoggerMessage(
        EventId = LogEvents.Stopping,
        Level = LogLevel.Information,
        Message = "Stopping: {Clients} clients, {Sessions} sessions to play to their end"
    )]
    private static partial void LogStopping(ILogger logger, int clients, int sessions);

    [LoggerMessage(
        EventId = LogEvents.SessionsCutShort,
        Level = LogLevel.Warning,
        Message = "{Sessions} sessions are still playing after {Limit}; cutting them short"
    )]
    private static partial void LogCutShort(ILogger logger, int sessions, TimeSpan limit);
}
