using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Host.Clients;
using Audio.Host.Reports;

namespace Audio.Host.Http.Status;

/// <summary>Reports the daemon's health and status.</summary>
internal sealed class StatusReporter(
    DaemonIdentity identity,
    ClientRegistry clients,
    AudioEngine engine,
    EndedSessions ended,
    TimeProvider time
)
{
    public HealthReport Health() =>
        new(
            clients.IsClosing ? "stopping" : "healthy",
            Uptime(),
            clients.Count,
            ActiveSessions().Count,
            Now(),
            DaemonIdentity.Version,
            Inaudibility.IsAudible(engine.Inaudible)
        )
        {
            Inaudible = SessionReports.Of(engine.Inaudible),
        };

    public StatusReport Status() =>
        new(
            DaemonIdentity.Name,
            DaemonIdentity.Version,
            identity.Port,
            Uptime(),
            [
                .. clients.All.Select(client => new ClientReport(
                    client.Id,
                    client.ConnectedAt,
                    client.LastActivity,
                    client.UserAgent
                )),
            ],
            ActiveSessions(),
            Now(),
            Report(engine.Output),
            [
                .. engine
                    .Sessions.OrderBy(session => session.Id.Length)
                    .ThenBy(session => session.Id)
                    .Select(SessionReports.Of),
            ],
            [.. ended.All.Select(SessionReports.Of)],
            Inaudibility.IsAudible(engine.Inaudible),
            [.. engine.Buses.Append(engine.Master).Where(bus => bus.Inaudible is not null).Select(bus => bus.Name)]
        )
        {
            Inaudible = SessionReports.Of(engine.Inaudible),
        };

    /// <summary>The number of clients with a session that they have not stopped, as version 3 counts.</summary>
    private List<string> ActiveSessions() =>
        [.. clients.All.Where(client => client.IsActive).Select(client => client.Id)];

    private static OutputReport Report(OutputStatus output) =>
        new(
            output.Sink,
            SessionReports.Name(output.State),
            output.Reason,
            output.Since.ToUnixTimeMilliseconds(),
            output.Reopens,
            output.FramesLost
        );

    private long Uptime() => (long)time.GetElapsedTime(identity.Started).TotalMilliseconds;

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
