using System.Buffers;
using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Core.Wires.Frames;
using Audio.Core.Wires.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>Answers the messages of a client, one at a time. Receiving loop only.</summary>
/// <param name="context">What all connections share.</param>
/// <param name="clientId">The name of the client.</param>
/// <param name="transport">Where its bytes come from.</param>
/// <param name="router">Assigns handles to its sessions.</param>
/// <param name="turn">The frame being processed.</param>
/// <param name="takeover">Knows whose sessions this connection serves.</param>
/// <param name="refusals">Makes and logs refusals.</param>
/// <param name="outbox">Where answers go.</param>
internal sealed partial class V4Commands(
    V4Context context,
    string clientId,
    IMessageTransport transport,
    FrameRouter router,
    V4FrameTurn turn,
    V4Takeover takeover,
    V4Refusals refusals,
    Outbox outbox
)
{
    /// <summary>Handles a message and answers it.</summary>
    /// <param name="data">UTF-8 JSON; borrowed until the returned task completes.</param>
    public async ValueTask TakeAsync(ReadOnlySequence<byte> data)
    {
        string? requestId = null;
        string? sessionId = null;
        V4ServerMessage reply;
        V4ClientSession? ending = null;
        try
        {
            V4ClientMessage message = V4ClientMessages.Read(
                data.IsSingleSegment ? data.First : data.ToArray(),
                out requestId
            );
            sessionId = (message as V4SessionMessage)?.SessionId;
            switch (message)
            {
                case V4Resume resume:
                    await takeover.ResumeAsync(resume).ConfigureAwait(false);
                    return;
                case V4StartSession start:
                    await StartAsync(start).ConfigureAwait(false);
                    return;
                case V4StopSession { Mode: not V4StopSession.Cancel }:
                    ending = Session(sessionId!);
                    reply = new V4SessionStopped(clientId, sessionId!, context.Now, ending.Stop())
                    {
                        RequestId = requestId,
                    };
                    break;
                default:
                    reply = Answer(message);
                    break;
            }
        }
        catch (V4Exception e)
        {
            reply = refusals.Error(Named(data), e.WireCode, e.Message, sessionId) with { RequestId = requestId };
        }
        catch (EffectException e)
        {
            reply = refusals.Error(
                Named(data),
                V4ErrorCodes.InvalidField,
                $"Invalid field: effects; {e.Message}",
                sessionId
            ) with
            {
                RequestId = requestId,
            };
        }
        catch (AudioException e)
        {
            reply = refusals.Error(Named(data), V4Names.Of(e.Kind), e.Message, sessionId) with
            {
                RequestId = requestId,
            };
        }
#pragma warning disable CA1031 // An error of ours fails this message and nothing else.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogMistake(context.Logger, e, clientId);
            reply = refusals.Error(
                Named(data),
                V4ErrorCodes.Internal,
                "The daemon failed to handle this message; its log has details",
                sessionId
            ) with
            {
                RequestId = requestId,
            };
        }
        await outbox.ReplyAsync(reply).ConfigureAwait(false);
        if (ending?.Route is { } route)
            await turn.EndStreamAsync(route).ConfigureAwait(false);
    }

    /// <summary>Handles a message that needs no waiting.</summary>
    /// <exception cref="V4Exception">It cannot be done.</exception>
    private V4Reply Answer(V4ClientMessage message)
    {
        switch (message)
        {
            case V4Ping:
                return new V4Pong(context.Now) { RequestId = message.RequestId };
            case V4GetStatus:
                return new V4Status(
                    clientId,
                    Connected: true,
                    context.Now,
                    [.. takeover.Current?.Sessions.Select(s => s.Status()) ?? []]
                )
                {
                    RequestId = message.RequestId,
                };
            case V4PauseSession pause:
                return Change(pause, session => session.Pause(), paused: true);
            case V4ResumeSession resume:
                return Change(resume, session => session.Resume(), paused: false);
            case V4SetVolume volume:
                return Change(volume, session => session.Volume = (float)volume.Volume, paused: null);
            case V4Mark mark:
                Session(mark.SessionId).Audio.Mark(new SessionMark(mark.Offset, mark.Name));
                return new V4MarkSet(mark.SessionId, mark.Offset, mark.Name) { RequestId = message.RequestId };
            case V4SessionMessage cancel: // cancel_session, and stop_session with that mode
                V4ClientSession cancelled = Session(cancel.SessionId);
                V4Stats stats = cancelled.Stop();
                cancelled.Audio.Cancel();
                return new V4SessionStopped(clientId, cancel.SessionId, context.Now, stats)
                {
                    RequestId = message.RequestId,
                };
            default:
                throw new V4Exception(V4ErrorCodes.UnknownType, $"Unknown message type: {message.Type}");
        }
    }

    private V4SessionChanged Change(V4SessionMessage message, Action<AudioSession> change, bool? paused)
    {
        AudioSession session = Session(message.SessionId).Audio;
        change(session);
        return new V4SessionChanged(
            message.SessionId,
            paused ?? session.State == SessionState.Paused,
            Math.Round(session.Volume, 4)
        )
        {
            RequestId = message.RequestId,
        };
    }

    /// <exception cref="V4Exception">The limit on open sessions is reached.</exception>
    /// <exception cref="AudioException">The engine refuses it.</exception>
    /// <exception cref="EffectException">Its effects are invalid, or cannot work at the mix rate.</exception>
    private async ValueTask StartAsync(V4StartSession start)
    {
        V4Client client = takeover.Client();
        if (client.Sessions.Count >= context.Options.MaxSessionsPerConnection)
        {
            throw new V4Exception(
                V4ErrorCodes.TooManySessions,
                $"{context.Options.MaxSessionsPerConnection} sessions are open on this connection, as many as "
                    + "are allowed; try again when one has ended"
            );
        }
        var format = start.AudioFormat.ToAudioFormat();
        AudioSession audio = context.Engine.OpenSession(
            new SessionOptions
            {
                Format = format,
                Container = start.AudioFormat.ToContainer(),
                Id = start.SessionId,
                Owner = clientId,
                WireClient = client,
                FirstByteWithin = context.Options.InactiveTimeout,
                Volume = (float)(start.Volume ?? 1),
                Etiquette = start.ToEtiquette(),
                Jitter = start.ToJitter(),
                MaxLatency = start.MaxLatency is { } latency ? TimeSpan.FromMilliseconds(latency) : null,
                Effects = start.Effects is { } chain ? EffectChain.Parse(chain) : null,
                HasMore = () => transport.HasMore,
                IsOwnUser = () => transport.IsOwnUser,
            },
            router.NextHandle()
        );
        var session = new V4ClientSession(client, audio, start.AudioFormat.ToContainer(), context.Time);
        client.Add(session);
        takeover.Serve(session);
        await outbox
            .ReplyAsync(
                new V4SessionStarted(
                    clientId,
                    audio.Id,
                    audio.Handle,
                    session.Limit,
                    V4StartedFormat.Of(format, start.AudioFormat.Format),
                    context.Now
                )
                {
                    RequestId = start.RequestId,
                }
            )
            .ConfigureAwait(false);
        session.Begin();
    }

    /// <exception cref="V4Exception">There is no such session.</exception>
    private V4ClientSession Session(string id) =>
        takeover.Client().Find(id)
        ?? throw new V4Exception(
            V4ErrorCodes.SessionNotFound,
            $"No session named {id[..Math.Min(id.Length, SessionNames.MaxLength)]} is open on this connection"
        );

    private static string Named(ReadOnlySequence<byte> message) => MessageType.Of(message) ?? V4Refusals.AMessage;

    [LoggerMessage(
        EventId = LogEvents.V4MessageFailed,
        Level = LogLevel.Error,
        Message = "{Client}: a message could not be answered"
    )]
    private static partial void LogMistake(ILogger logger, Exception error, string client);
}
