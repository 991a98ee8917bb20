using Audio.Client.Sessions;
using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>
/// Something that was asked and is not answered yet. It outlives its connection: what was not answered is asked again
/// on the next one.
/// </summary>
internal sealed class PendingRequest(V4ClientMessage message, PlaybackSession? session, bool survivesCut)
{
    private readonly TaskCompletionSource<V4Reply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is asked, without <c>requestId</c>.</summary>
    public V4ClientMessage Message => message;

    /// <summary>Whose it is, if any one's.</summary>
    public PlaybackSession? Session => session;

    /// <summary>Whether it is asked again after a cut; else it fails.</summary>
    public bool SurvivesCut => survivesCut;

    /// <summary>Runs on the receiving loop before the next message is read.</summary>
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
                    $"The daemon answered {message.Type} with {reply.Type}, which version 4 does not allow. Update this package or the daemon."
                )
            );
        }
        else
        {
            _reply.TrySetResult(reply);
        }
    }

    /// <summary>It has been done, as the daemon says elsewhere than in a reply.</summary>
    public void Complete(V4Reply saysSo) => _reply.TrySetResult(saysSo);

    public void Fail(AudioDaemonException error)
    {
        _reply.TrySetException(error);
        _ = _reply.Task.Exception; // nobody may be waiting any more
    }

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

    /// <summary>
    /// The message as it is sent now: a session that was begun again has another name, and its stream begins elsewhere.
    /// </summary>
    public V4ClientMessage ToSend(string requestId) =>
        message switch
        {
            V4StartSession start when session is not null => start with
            {
                SessionId = session.SessionId,
                RequestId = requestId,
            },
            V4Mark mark when session is not null => mark with
            {
                SessionId = session.SessionId,
                Offset = SessionMarks.OnWire(mark.Offset, session.Stream.Base),
                RequestId = requestId,
            },
            V4SessionMessage command when session is not null => command with
            {
                SessionId = session.SessionId,
                RequestId = requestId,
            },
            _ => message with { RequestId = requestId },
        };
}
