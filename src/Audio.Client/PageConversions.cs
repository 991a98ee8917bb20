using System.Text.Json;
using Audio.Client.Pages;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>The daemon's pages as what users of this package get.</summary>
internal static class PageConversions
{
    public static DaemonBus ToBus(this BusPage page) => new(page.Name, page.Volume, page.Muted, page.DuckingDb);

    /// <summary>A session that has not ended.</summary>
    public static DaemonSessionStatus ToStatus(this SessionPage page) =>
        new(page.Id, page.State, page.BytesReceived, page.Volume, page.Underruns)
        {
            Client = page.Client,
            Format = page.Format?.ToFormat(),
            Buffered = TimeSpan.FromMilliseconds(page.BufferedMs),
            Played = TimeSpan.FromMilliseconds(page.PlayedMs),
            TimeToFirstAudio = page.Ttfa(),
            Priority = EtiquetteNames.TryParse(page.Priority, out SessionPriority priority) ? priority : null,
            Channel = page.Channel,
            Overlap = EtiquetteNames.TryParse(page.Overlap, out ChannelOverlap overlap) ? overlap : null,
            InaudibleReason = page.Inaudible?.Reason,
            InaudibleMessage = page.Inaudible?.Message,
            Queued = page.Waiting is { } wait
                ? new SessionQueued(page.Id, page.Channel ?? "", wait.Position, wait.InterruptedBy)
                : null,
        };

    /// <summary>A session that has ended.</summary>
    public static PlaybackResult ToResult(this SessionPage page) =>
        new()
        {
            SessionId = page.Id,
            Reason = V4EndReasons.Parse(page.Reason),
            ReasonText = page.Reason ?? "",
            FramesPlayed = page.FramesPlayed,
            FramesReceived = page.FramesReceived,
            BytesReceived = page.BytesReceived,
            Underruns = page.Underruns,
            TimeToFirstAudio = page.Ttfa(),
            Played = TimeSpan.FromMilliseconds(page.PlayedMs),
            Restarts = 0,
            Error = page.Error,
            IsAudible = page.Audible,
            InaudibleReason = page.Inaudible?.Reason,
            InaudibleMessage = page.Inaudible?.Message,
            Unheard = TimeSpan.FromMilliseconds(page.Inaudible?.Ms ?? 0),
        };

    /// <exception cref="JsonException">It names something that this version does not know.</exception>
    public static SessionOutlook ToOutlook(this OutlookPage page) =>
        new(
            page.Admission switch
            {
                "play" => SessionAdmission.Play,
                "wait" => SessionAdmission.Wait,
                "drop" => SessionAdmission.Drop,
                string other => throw new JsonException($"'{other}' is not a known admission."),
            },
            page.Ahead,
            page.Replaces,
            page.Interrupts,
            page.Bus.ToBus(),
            page.Master.ToBus(),
            [.. page.LoweredFor.Select(ToLevel)],
            [.. page.Lowers.Select(ToLevel)],
            page.GainDb
        );

    public static DaemonStatus ToStatus(this StatusPage page, AudioDaemonEndpoint endpoint) =>
        new(endpoint, [.. (page.Playback ?? []).Select(ToStatus)])
        {
            Version = page.Version,
            Uptime = TimeSpan.FromMilliseconds(page.Uptime),
            Clients = page.Clients?.Count,
            Sink = page.Output?.Sink,
            SinkState = page.Output?.State,
            IsAudible = page.Audible,
            InaudibleMessage = page.Inaudible?.Message,
        };

    public static DaemonHealth ToHealth(this HealthPage page, AudioDaemonEndpoint endpoint) =>
        new(page.Status == "healthy", endpoint, page.Status)
        {
            Uptime = TimeSpan.FromMilliseconds(page.Uptime),
            Clients = page.Clients,
            Sessions = page.Sessions,
            IsAudible = page.Audible,
            InaudibleMessage = page.Inaudible?.Message,
        };

    private static PriorityLevel ToLevel(LevelPage page) =>
        EtiquetteNames.TryParse(page.Priority, out SessionPriority priority)
            ? new PriorityLevel(priority, page.LevelDb)
            : throw new JsonException($"'{page.Priority}' is not a known priority.");

    private static AudioFormat? ToFormat(this FormatPage page) =>
        SampleEncodingNames.TryParse(page.Encoding, out SampleEncoding encoding)
            ? new AudioFormat(encoding, page.SampleRate, page.Channels)
            : null;

    private static TimeSpan? Ttfa(this SessionPage page) =>
        page.TtfaMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
