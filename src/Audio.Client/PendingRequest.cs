using Audio.Client.Connection;
using Audio.Client.Streaming;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// A request of the user's that is not answered yet. It may outlive its connection: then it is sent again on the next.
/// Any thread.
/// </summary>
internal sealed class PendingRequest(V4ClientMessage message, DaemonSession? session, bool survivesCut) : IRequest
{
    private readonly TaskCompletionSource<V4Reply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is asked, without a request id.</summary>
    public V4ClientMessage Message => message;

    /// <summary>The session that it is about, if any.</summary>
    public DaemonSession? Session => session;

    /// <summary>Whether it is sent again after a cut; otherwise it fails.</summary>
    public bool SurvivesCut => survivesCut;

    /// <summary>Called with the reply on the receiving loop, before the next message is read.</summary>
    public Action<DaemonConnection, V4Reply>? Received { get; init; }

    /// <summary>The reply; fails with an <see cref="AudioDaemonException"/>.</summary>
    public Task<V4Reply> Reply => _reply.Task;

    public void Complete(DaemonConnection connection, V4Reply reply)
    {
        Received?.Invoke(connection, reply);
        if (reply is V4Error error)
        {
            Fail(new AudioRequestException(error));
        }
        else if (!IsAnsweredBy(reply))
        {
            Fail(
                new AudioConnectionException(
                    AudioDaemonErrorKind.ProtocolViolation,
                    $"The daemon answered {message.Type} with {reply.Type}, which version 4 does not allow. "
                        + "Update this package or the daemon."
                )
            );
        }
        else
        {
            _reply.TrySetResult(reply);
        }
    }

    /// <summary>It was done, though its own reply was lost: another one says so.</summary>
    public void Complete(V4Reply evidence) => _reply.TrySetResult(evidence);

    public void Fail(AudioDaemonException error)
    {
        _reply.TrySetException(error);
        _ = _reply.Task.Exception; // observed: nobody may be waiting any more
    }

    /// <summary>The message as it is to be sent now: a restarted session has another id, and starts later.</summary>
    public V4ClientMessage ToSend(string requestId) =>
        message switch
        {
            V4StartSession start when session is not null => start with
            {
                SessionId = session.Id,
                RequestId = requestId,
            },
            V4Mark mark when session is not null => mark with
            {
                SessionId = session.Id,
                Offset = SessionMarks.OnWire(mark.Offset, session.Stream.Base),
                RequestId = requestId,
            },
            V4SessionMessage command when session is not null => command with
            {
                SessionId = session.Id,
                RequestId = requestId,
            },
            _ => message with { RequestId = requestId },
        };

    private bool IsAnsweredBy(V4Reply reply) =>
        message switch
        {
            V4StartSession => reply is V4SessionStarted,
            V4StopSession or V4CancelSession => reply is V4SessionStopped,
            V4PauseSession or V4ResumeSession or V4SetVolume => reply is V4SessionChanged,
            V4Mark => reply is V4MarkSet,
            V4GetStatus => reply is V4Status,
            V4Resume => reply is V4Resumed,
            V4Ping => reply is V4Pong,
            _ => true,
        };
}
