using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Requests;
using Audio.Host.Reports;
using Microsoft.Extensions.Primitives;

namespace Audio.Host.Http.Sessions;

/// <summary>
/// <c>/v1/sessions</c>: shows, changes and ends the sessions of all clients, whichever wire they speak.
/// </summary>
internal sealed class SessionsEndpoint(AudioEngine engine, EndedSessions ended)
{
    /// <summary><c>GET /v1/sessions</c>.</summary>
    public Task ListAsync(HttpContext context)
    {
        bool withEnded = ReadEnded(context.Request.Query);
        var list = new SessionList([
            .. engine
                .Sessions.Where(s => s.State != SessionState.Ended)
                .OrderBy(s => s.Id.Length)
                .ThenBy(s => s.Id, StringComparer.Ordinal)
                .Select(SessionReports.Of),
        ])
        {
            Ended = withEnded ? [.. ended.All.Select(SessionReports.Of)] : null,
        };
        return ApiResponses.WriteAsync(context, StatusCodes.Status200OK, list, SessionJson.Readable.SessionList);
    }

    /// <summary><c>GET /v1/sessions/{id}</c>: its current state, or how it ended.</summary>
    public async Task ShowAsync(HttpContext context, string id)
    {
        ApiRequests.RefuseParameters(context.Request.Query);
        if (await FindAsync(id) is { } session)
            await ShowAsync(context, session);
        else
            await ShowAsync(context, ended.Find(id) ?? throw new ApiProblemException(ApiProblems.NoSuchSession(id)));
    }

    /// <summary><c>PATCH /v1/sessions/{id}</c>: answers once the change has been made.</summary>
    public async Task ChangeAsync(HttpContext context, string id)
    {
        var change = SessionChange.Read(await ApiRequests.ReadChangeAsync(context.Request));
        AudioSession session = await LivingAsync(id);
        if (change.Volume is { } volume)
            session.Volume = volume;
        if (change.Paused is { } paused)
            await PauseAsync(session, paused);
        if (session.State == SessionState.Ended)
            throw new ApiProblemException(ApiProblems.SessionEnded(await session.Completion));
        await ShowAsync(context, session);
    }

    /// <summary><c>DELETE /v1/sessions/{id}</c>: fades out over 5 ms and answers with how it ended.</summary>
    public async Task CancelAsync(HttpContext context, string id)
    {
        ApiRequests.RefuseParameters(context.Request.Query);
        AudioSession session = await LivingAsync(id);
        session.Cancel();
        await ShowAsync(context, await session.Completion);
    }

    private static Task ShowAsync(HttpContext context, AudioSession session) =>
        ApiResponses.WriteAsync(
            context,
            StatusCodes.Status200OK,
            SessionReports.Of(session),
            SessionJson.Readable.PlaybackReport
        );

    private static Task ShowAsync(HttpContext context, SessionResult result) =>
        ApiResponses.WriteAsync(
            context,
            StatusCodes.Status200OK,
            SessionReports.Of(result),
            SessionJson.Readable.EndedReport
        );

    private async Task<AudioSession> LivingAsync(string id) =>
        await FindAsync(id)
        ?? throw new ApiProblemException(
            ended.Find(id) is { } result ? ApiProblems.SessionEnded(result) : ApiProblems.NoSuchSession(id)
        );

    /// <summary>
    /// Finds a live session. One that is just ending is awaited, so that it is then found among the ended ones.
    /// </summary>
    private async Task<AudioSession?> FindAsync(string id)
    {
        AudioSession? session = engine.Sessions.FirstOrDefault(s => s.Id == id);
        if (session is not { State: SessionState.Ended })
            return session;
        await session.Completion;
        return null;
    }

    private static async Task PauseAsync(AudioSession session, bool paused)
    {
        // Subscribed before the command, so that no short-lived state is missed.
        var done = session
            .States.FirstOrDefaultAsync(state => state == SessionState.Paused == paused || state == SessionState.Ended)
            .ToTask();
        if (paused)
            session.Pause();
        else
            session.Resume();
        await done;
    }

    private static bool ReadEnded(IQueryCollection query)
    {
        bool value = false;
        foreach ((string name, StringValues values) in query)
        {
            if (!name.Equals("ended", StringComparison.OrdinalIgnoreCase))
                throw Invalid($"There is no parameter {ApiProblems.Short(name)}; the only parameter is ended.");
            value =
                values is [{ } text] && bool.TryParse(text, out bool parsed)
                    ? parsed
                    : throw Invalid(
                        $"The parameter ended is true or false; it is '{ApiProblems.Short(values.ToString())}'."
                    );
        }
        return value;
    }

    private static ApiProblemException Invalid(string detail) => new(ApiProblems.InvalidParameter(detail));
}
