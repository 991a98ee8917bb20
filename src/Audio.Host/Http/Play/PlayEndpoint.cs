using System.Globalization;
using System.Net.Sockets;
using System.Reactive.Disposables;
using Audio.Core;
using Audio.Core.Effects;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Host.Clients;
using Audio.Host.Http.Problems;
using Audio.Host.Options;
using Audio.Host.Reports;
using Audio.Host.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http.Play;

/// <summary>
/// <c>POST</c> and <c>PUT /v1/play</c>: plays the body as it arrives and answers when it has been heard.
/// </summary>
internal sealed partial class PlayEndpoint(
    AudioEngine engine,
    ClientRegistry clients,
    DaemonOptions options,
    TimeProvider time,
    ILogger<PlayEndpoint> logger
)
{
    private const string Drained =
        "The daemon is shutting down: what had arrived is played, the rest of the body was not accepted.";

    private static readonly TimeSpan TimeToReadTheAnswer = TimeSpan.FromSeconds(2);

    // Interlocked: any thread.
    private long _lastNumber;
    private int _running;

    public async Task ServeAsync(HttpContext context)
    {
        var request = PlayRequest.Read(context.Request.Query, context.Request.ContentType);
        RefuseCompressed(context.Request.Headers.ContentEncoding.ToString());
        if (clients.IsClosing)
            throw new ApiProblemException(ApiProblems.ShuttingDown());
        using var place = new Place(this);
        if (place.Number > options.MaxClients)
        {
            throw new ApiProblemException(
                ApiProblems.Busy(
                    $"{options.MaxClients} requests are playing, which is the limit; try again when one has ended."
                )
            );
        }

        await PlayAsync(context, request, place);
    }

    private async Task PlayAsync(HttpContext context, PlayRequest request, Place place)
    {
        LiftLimits(context);
        // Until the body has been read to its end: the rest would be taken for the next request.
        context.Response.Headers.Connection = "close";
        using var upload = new Upload(context.Request.BodyReader, options.InactiveTimeout, time);
        using CancellationTokenRegistration unheard = clients.Closed.UnsafeRegister(
            static upload => ((Upload)upload!).Stop(),
            upload
        );
        Socket? socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        var isOwnUser = new Lazy<bool>(() => PeerAccounts.IsOwn(socket));
        if (request.Format is null)
            await BodyStart.RequireSoundAsync(engine, upload, () => isOwnUser.Value, options.InactiveTimeout);

        AudioSession session = Open(request, context, () => isOwnUser.Value);
        using CancellationTokenRegistration cut = clients.Closed.UnsafeRegister(
            static session => ((AudioSession)session!).Cancel(),
            session
        );
        bool isWhole = false;
        using HeldConnection connection = clients.Held.Watch(
            () => PeerStates.Of(socket),
            state => Abandon(session, place, isGone: state == PeerState.Gone && !isWhole)
        );
        using IDisposable abandonment = Disposable.Create(() => Abandon(session, place, isGone: false));
        var feed = new SessionFeed(session, upload) { Connection = connection };
        UploadEnd end = await feed.RunAsync();
        isWhole = end == UploadEnd.Whole;
        connection.Hold(); // nothing more is read
        if (isWhole)
            context.Response.Headers.Remove(HeaderNames.Connection);
        switch (end)
        {
            case UploadEnd.Whole when !request.Wait:
                await AcceptAsync(context, session, feed);
                return;
            case UploadEnd.Whole:
                session.Complete();
                break;
            case UploadEnd.Cut or UploadEnd.Stalled:
                LogBroken(logger, session.Id, end, feed.BytesTaken, upload.Fault ?? "no more data arrived");
                if (end == UploadEnd.Stalled && feed.BytesTaken == 0)
                    session.Cancel(SessionEndReason.Expired);
                else
                    session.Disconnect();
                if (end == UploadEnd.Cut && PeerStates.Of(socket) != PeerState.Present)
                {
                    Abandon(session, place, isGone: true);
                    return; // nobody reads an answer
                }

                break;
        }

        // A client may hang up once it has sent everything; its sound still plays to the end.
        SessionResult result = await session.Completion.WaitAsync(context.RequestAborted);
        await AnswerAsync(
            context,
            result,
            end == UploadEnd.Whole && feed.HasLost ? UploadEnd.Stopped : end,
            upload.Fault
        );
    }

    /// <summary>
    /// The client is gone or will be soon: its place is free, and its session is still played. If it has not sent
    /// everything, a paused session ends now.
    /// </summary>
    private void Abandon(AudioSession session, Place place, bool isGone)
    {
        place.Dispose();
        session.Abandon(options.InactiveTimeout, endsIfPaused: isGone);
    }

    private async Task AnswerAsync(HttpContext context, SessionResult result, UploadEnd end, string? fault)
    {
        if (end != UploadEnd.Whole && clients.IsClosing)
            _ = CutSoonAsync(context);
        ApiProblem? problem = (result.Reason, end) switch
        {
            (SessionEndReason.Failed, _) => ApiProblems.Unplayable(result.Error ?? "The session failed."),
            _ when clients.Closed.IsCancellationRequested && result.Reason == SessionEndReason.Cancelled =>
                ApiProblems.ShuttingDown(
                    "The daemon is shutting down and could not wait any longer; the rest was not played."
                ),
            (_, UploadEnd.Stalled) => ApiProblems.Stalled(options.InactiveTimeout),
            (_, UploadEnd.Cut) => ApiProblems.UploadCut($"{fault?.TrimEnd('.')}. What had arrived was played."),
            (SessionEndReason.Completed, UploadEnd.Stopped) => ApiProblems.ShuttingDown(Drained),
            _ => null,
        };
        if (problem is not null)
            throw new ApiProblemException(problem.With(result));
        await ApiResponses.WriteAsync(context, StatusCodes.Status200OK, ReportOf(result), PlayJson.Readable.PlayReport);
    }

    /// <summary>
    /// Answers that the session has taken the whole body. If the session has already failed or ended, the answer says
    /// so.
    /// </summary>
    private static async Task AcceptAsync(HttpContext context, AudioSession session, SessionFeed feed)
    {
        await SessionFeed.CompleteAsync(session);
        if (
            session.State == SessionState.Ended
            && await session.Completion is { Reason: not SessionEndReason.Completed } over
        )
        {
            if (over.Reason == SessionEndReason.Failed)
                throw new ApiProblemException(ApiProblems.Unplayable(over.Error ?? "The session failed.").With(over));
            await ApiResponses.WriteAsync(
                context,
                StatusCodes.Status200OK,
                ReportOf(over),
                PlayJson.Readable.PlayReport
            );
            return;
        }
        if (feed.HasLost && session.State == SessionState.Draining)
            throw new ApiProblemException(ApiProblems.ShuttingDown(Drained) with { SessionId = session.Id });
        context.Response.Headers.Location = $"/v1/sessions/{session.Id}";
        await ApiResponses.WriteAsync(
            context,
            StatusCodes.Status202Accepted,
            new PlayAccepted(session.Id),
            PlayJson.Readable.PlayAccepted
        );
    }

    /// <summary>
    /// The web server goes on reading for a while, so that a client that is still sending can read the answer before
    /// the connection closes. A stopping daemon must not wait that long.
    /// </summary>
    private async Task CutSoonAsync(HttpContext context)
    {
        IConnectionLifetimeFeature? connection = context.Features.Get<IConnectionLifetimeFeature>();
        await Task.Delay(TimeToReadTheAnswer, time);
        connection?.Abort();
    }

    private AudioSession Open(PlayRequest request, HttpContext context, Func<bool> isOwnUser)
    {
        string id = request.Id
            ?? string.Create(CultureInfo.InvariantCulture, $"http_{Interlocked.Increment(ref _lastNumber)}");
        try
        {
            return engine.OpenSession(
                request.ToSession(id, OwnerOf(context), ReadableBytes.Of(context.Features), isOwnUser)
            );
        }
        catch (EffectException e)
        {
            throw new ApiProblemException(ApiProblems.InvalidEffects(e));
        }
        catch (AudioException e)
        {
            throw new ApiProblemException(
                e.Kind switch
                {
                    AudioErrorKind.TooManySessions => ApiProblems.Busy(e.Message),
                    AudioErrorKind.Closed => ApiProblems.ShuttingDown(),
                    // Everything else was checked before.
                    AudioErrorKind.NameTaken when request.Id is not null => ApiProblems.NameTaken(request.Id),
                    _ => ApiProblems.Unplayable(e.Message),
                }
            );
        }
    }

    /// <summary>Compressed samples would be played as noise.</summary>
    private static void RefuseCompressed(string encoding)
    {
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiProblemException(
                ApiProblems.UnsupportedMediaType(
                    $"The content encoding {ApiProblems.Short(encoding)} is not supported; send the sound uncompressed."
                )
            );
        }
    }

    /// <summary><c>http</c>, followed by the client's <c>User-Agent</c>.</summary>
    private static string OwnerOf(HttpContext context)
    {
        string agent = context.Request.Headers.UserAgent.ToString();
        return agent.Length == 0 ? "http" : $"http {ApiProblems.Short(agent)}";
    }

    private static PlayReport ReportOf(SessionResult result) =>
        new(
            result.SessionId,
            V4EndReasons.NameOf(result.Reason),
            SessionReports.TtfaMs(result.Statistics),
            SessionReports.PlayedMs(result),
            result.Statistics.Underruns,
            result.IsAudible
        )
        {
            Inaudible = SessionReports.Of(result.Inaudible),
            FramesSkipped = SessionReports.Skipped(result.Statistics),
            Damaged = SessionReports.Damaged(result.Statistics),
        };

    /// <summary>
    /// Lifts the limits on body size and data rate: sound may be long, and arrives as slowly as it plays.
    /// </summary>
    private static void LiftLimits(HttpContext context)
    {
        ApiResponses.LiftSizeLimit(context);
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    /// <summary>One of the requests that may play at once.</summary>
    private sealed class Place(PlayEndpoint endpoint) : IDisposable
    {
        private int _isFree;

        public int Number { get; } = Interlocked.Increment(ref endpoint._running);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isFree, 1) == 0)
                Interlocked.Decrement(ref endpoint._running);
        }
    }

    [LoggerMessage(
        EventId = LogEvents.UploadBroken,
        Level = LogLevel.Warning,
        Message = "{Session}: the upload ended as {End} after {Bytes} bytes: {Fault}"
    )]
    private static partial void LogBroken(ILogger logger, string session, UploadEnd end, long bytes, string? fault);
}
