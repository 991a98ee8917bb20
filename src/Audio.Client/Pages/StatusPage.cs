namespace Audio.Client.Pages;

/// <summary><c>/status</c>. An older daemon does not send what may be null here.</summary>
internal sealed record StatusPage(
    long Uptime,
    string? Version = null,
    IReadOnlyList<StatusPage.Client>? Clients = null,
    StatusPage.Loudspeaker? Output = null,
    IReadOnlyList<SessionPage>? Playback = null,
    bool? Audible = null,
    SilencePage? Inaudible = null
)
{
    internal sealed record Client(string Id);

    internal sealed record Loudspeaker(string Sink, string State);
}
