namespace Audio.Client.Pages;

/// <summary><c>/v1/sessions</c>.</summary>
internal sealed record SessionsPage(IReadOnlyList<SessionPage> Sessions, IReadOnlyList<SessionPage>? Ended = null);
