using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Host.Clients;
using Audio.Host.Running;

namespace Audio.Host.Endpoints;

/// <summary>Says how the daemon fares.</summary>
internal sealed class StatusReporter(DaemonIdentity identity, ClientRegistry clients, AudioEngine engine, EndedSessions ended, TimeProvider time)
{
    public HealthReport Health() => new(
        clients.IsClosing ? "stopping" : "healthy", Uptime(), clients.Count, ActiveSessions().Count, Now());

    public StatusReport Status() => new(
        DaemonIdentity.Name,
        DaemonIdentity.Version,
        identity.Port,
        Uptime(),
        [.. clients.All.Select(client => new ClientReport(client.Id, client.ConnectedAt, client.LastActivity, client.UserAgent))],
        ActiveSessions(),
        Now(),
        Report(engine.Output),
        [.. engine.Sessions.OrderBy(session => session.Id.Length).ThenBy(session => session.Id).Select(Report)],
        [.. ended.All.Select(Report)]);

    /// <summary>Clients with a session they have not stopped, as version 3 counts.</summary>
    private List<string> ActiveSessions() =>
        [.. clients.All.Where(client => client.IsActive).Select(client => client.Id)];

    private static OutputReport Report(OutputStatus output) => new(
        output.Sink, Name(output.State), output.Reason, output.Since.ToUnixTimeMilliseconds(), output.Reopens, output.FramesLost);

    private static PlaybackReport Report(AudioSession session)
    {
        SessionStatistics statistics = session.Statistics;
        return new PlaybackReport(
            session.Id,
            session.Owner,
            Name(session.State),
            new FormatReport(Name(session.Format.Encoding), session.Format.SampleRate, session.Format.Channels),
            Milliseconds(statistics.Buffered),
            Math.Round(1000.0 * statistics.FramesPlayed / session.Format.SampleRate, 1),
            statistics.BytesReceived,
            statistics.Underruns,
            session.Volume,
            Ttfa(statistics));
    }

    private static EndedReport Report(SessionResult result) => new(
        result.SessionId,
        result.Owner,
        Name(result.Reason),
        result.Error,
        result.Statistics.FramesPlayed,
        result.Statistics.FramesReceived,
        result.Statistics.BytesReceived,
        result.Statistics.Underruns,
        Ttfa(result.Statistics));

    private static double? Ttfa(SessionStatistics statistics) => statistics.Ttfa.Device is { } ttfa ? Milliseconds(ttfa) : null;

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private long Uptime() => (long)(time.GetUtcNow() - identity.StartedAt).TotalMilliseconds;

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
