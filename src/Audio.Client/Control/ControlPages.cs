using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Client.Control;

/// <summary>A bus under <c>/v1/buses</c>.</summary>
internal sealed record BusPage(string Name, double Volume, bool Muted, double DuckingDb)
{
    public DaemonBus ToBus() => new(Name, Volume, Muted, DuckingDb);
}

internal sealed record BusesPage(IReadOnlyList<BusPage> Buses);

internal sealed record BusChangePage(double? Volume, bool? Muted);

internal sealed record SessionChangePage(double? Volume, bool? Paused);

internal sealed record SessionsPage(IReadOnlyList<SessionPage> Sessions, IReadOnlyList<SessionPage>? Ended = null);

internal sealed record FormatPage(string Encoding, int SampleRate, int Channels);

/// <summary>Why something cannot be heard, and, of a session, how much of it could not.</summary>
internal sealed record SilencePage(string Reason, string Message, double? Ms = null);

internal sealed record WaitPage(int Position, string? InterruptedBy);

/// <summary>
/// A session under <c>/v1/sessions</c> and in <c>/status</c>: as it is, or, with a reason, as it ended.
/// </summary>
internal sealed record SessionPage(
    string Id,
    string State,
    long BytesReceived,
    int Underruns,
    double Volume = 1,
    string? Client = null,
    FormatPage? Format = null,
    double BufferedMs = 0,
    double PlayedMs = 0,
    double? TtfaMs = null,
    string? Priority = null,
    string? Channel = null,
    string? Overlap = null,
    WaitPage? Waiting = null,
    string? Reason = null,
    string? Error = null,
    long FramesPlayed = 0,
    long FramesReceived = 0,
    bool? Audible = null,
    SilencePage? Inaudible = null
)
{
    public DaemonSessionStatus ToStatus() =>
        new(Id, State, BytesReceived, Volume, Underruns)
        {
            Client = Client,
            Format =
                Format is { } format && SampleEncodingNames.TryParse(format.Encoding, out SampleEncoding encoding)
                    ? new AudioFormat(encoding, format.SampleRate, format.Channels)
                    : null,
            Buffered = TimeSpan.FromMilliseconds(BufferedMs),
            Played = TimeSpan.FromMilliseconds(PlayedMs),
            TimeToFirstAudio = Ttfa,
            Priority = EtiquetteNames.TryParse(Priority, out SessionPriority priority) ? priority : null,
            Channel = Channel,
            Overlap = EtiquetteNames.TryParse(Overlap, out ChannelOverlap overlap) ? overlap : null,
            InaudibleReason = Inaudible?.Reason,
            InaudibleMessage = Inaudible?.Message,
            Queued = Waiting is { } wait
                ? new SessionQueued(Id, Channel ?? "", wait.Position, wait.InterruptedBy)
                : null,
        };

    public PlaybackResult ToResult() =>
        new()
        {
            SessionId = Id,
            Reason = V4EndReasons.Parse(Reason),
            ReasonText = Reason ?? "",
            FramesPlayed = FramesPlayed,
            FramesReceived = FramesReceived,
            BytesReceived = BytesReceived,
            Underruns = Underruns,
            TimeToFirstAudio = Ttfa,
            Played = TimeSpan.FromMilliseconds(PlayedMs),
            Restarts = 0,
            Error = Error,
            IsAudible = Audible,
            InaudibleReason = Inaudible?.Reason,
            InaudibleMessage = Inaudible?.Message,
            Unheard = TimeSpan.FromMilliseconds(Inaudible?.Ms ?? 0),
        };

    private TimeSpan? Ttfa => TtfaMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}

internal sealed record LevelPage(string Priority, double LevelDb)
{
    public PriorityLevel ToLevel() =>
        EtiquetteNames.TryParse(Priority, out SessionPriority priority)
            ? new PriorityLevel(priority, LevelDb)
            : throw new JsonException($"'{Priority}' is no priority.");
}

/// <summary>The answer of <c>/v1/explain</c>.</summary>
internal sealed record OutlookPage(
    string Admission,
    IReadOnlyList<string> Ahead,
    IReadOnlyList<string> Replaces,
    IReadOnlyList<string> Interrupts,
    BusPage Bus,
    BusPage Master,
    IReadOnlyList<LevelPage> LoweredFor,
    IReadOnlyList<LevelPage> Lowers,
    double? GainDb
)
{
    public SessionOutlook ToOutlook() =>
        new(
            Admission switch
            {
                "play" => SessionAdmission.Play,
                "wait" => SessionAdmission.Wait,
                "drop" => SessionAdmission.Drop,
                _ => throw new JsonException($"'{Admission}' is no admission."),
            },
            Ahead,
            Replaces,
            Interrupts,
            Bus.ToBus(),
            Master.ToBus(),
            [.. LoweredFor.Select(static level => level.ToLevel())],
            [.. Lowers.Select(static level => level.ToLevel())],
            GainDb
        );
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(BusesPage))]
[JsonSerializable(typeof(BusPage))]
[JsonSerializable(typeof(BusChangePage))]
[JsonSerializable(typeof(SessionsPage))]
[JsonSerializable(typeof(SessionPage))]
[JsonSerializable(typeof(SessionChangePage))]
[JsonSerializable(typeof(OutlookPage))]
internal sealed partial class ControlJson : JsonSerializerContext;
