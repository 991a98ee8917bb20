namespace Audio.Client.Pages;

/// <summary><c>/health</c>.</summary>
internal sealed record HealthPage(
    string Status,
    long Uptime,
    int Clients,
    int Sessions,
    bool? Audible = null,
    SilencePage? Inaudible = null
);
