using System.Text.Json;
using Audio.Client.Pages;

namespace Audio.Client;

/// <summary><c>/v1/sessions</c>.</summary>
internal sealed class DaemonSessions(DaemonControl control) : IDaemonSessions
{
    private const string Ended = "ended";

    public Task<IReadOnlyList<DaemonSessionStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        control.GetAsync<SessionsPage, IReadOnlyList<DaemonSessionStatus>>(
            "/v1/sessions",
            PagesJson.Default.SessionsPage,
            static page => [.. page.Sessions.Select(static session => session.ToStatus())],
            cancellationToken
        );

    public Task<IReadOnlyList<PlaybackResult>> ListEndedAsync(CancellationToken cancellationToken = default) =>
        control.GetAsync<SessionsPage, IReadOnlyList<PlaybackResult>>(
            "/v1/sessions?ended=true",
            PagesJson.Default.SessionsPage,
            static page => [.. (page.Ended ?? []).Select(static session => session.ToResult())],
            cancellationToken
        );

    public async Task<DaemonSessionStatus?> FindAsync(
        string sessionId,
        CancellationToken cancellationToken = default
    ) =>
        await FindPageAsync(sessionId, cancellationToken).ConfigureAwait(false) is { State: not Ended } page
            ? page.ToStatus()
            : null;

    public async Task<PlaybackResult?> FindEndedAsync(
        string sessionId,
        CancellationToken cancellationToken = default
    ) =>
        await FindPageAsync(sessionId, cancellationToken).ConfigureAwait(false) is { State: Ended } page
            ? page.ToResult()
            : null;

    public Task<DaemonSessionStatus> SetVolumeAsync(
        string sessionId,
        double volume,
        CancellationToken cancellationToken = default
    )
    {
        AudioSessionOptions.ValidateVolume(volume, nameof(volume));
        return ChangeAsync(sessionId, new SessionChangePage(volume, Paused: null), cancellationToken);
    }

    public Task<DaemonSessionStatus> PauseAsync(string sessionId, CancellationToken cancellationToken = default) =>
        ChangeAsync(sessionId, new SessionChangePage(Volume: null, Paused: true), cancellationToken);

    public Task<DaemonSessionStatus> ResumeAsync(string sessionId, CancellationToken cancellationToken = default) =>
        ChangeAsync(sessionId, new SessionChangePage(Volume: null, Paused: false), cancellationToken);

    public Task<PlaybackResult> CancelAsync(string sessionId, CancellationToken cancellationToken = default) =>
        control.AskAsync(
            HttpMethod.Delete,
            PathOf(sessionId),
            body: null,
            PagesJson.Default.SessionPage,
            static page => page.ToResult(),
            cancellationToken
        );

    private async Task<SessionPage?> FindPageAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await control
                .GetAsync(PathOf(sessionId), PagesJson.Default.SessionPage, static page => page, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (AudioRequestException e) when (e.Kind == AudioDaemonErrorKind.NotFound)
        {
            return null;
        }
    }

    private Task<DaemonSessionStatus> ChangeAsync(
        string sessionId,
        SessionChangePage change,
        CancellationToken cancellationToken
    )
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(change, PagesJson.Default.SessionChangePage);
        return control.AskAsync(
            HttpMethod.Patch,
            PathOf(sessionId),
            body,
            PagesJson.Default.SessionPage,
            static page => page.ToStatus(),
            cancellationToken
        );
    }

    private static string PathOf(string sessionId)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return $"/v1/sessions/{Uri.EscapeDataString(sessionId)}";
    }
}
