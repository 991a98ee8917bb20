namespace Audio.Client.Pages;

/// <summary>A session in <c>/v1/sessions</c> and <c>/status</c>. One that has ended has a reason.</summary>
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
);
