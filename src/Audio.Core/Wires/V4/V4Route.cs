using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;
using Audio.Core.Wires.Frames;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// The frames of a session on one connection. What the client may not send is refused, and the stream continues where
/// it was. Created and used by the receiving loop; disposed by any thread.
/// </summary>
internal sealed class V4Route : IRouteGuard, IDisposable
{
    // Immutable.
    private readonly FrameRouter _router;
    private readonly V4FrameTurn _turn;
    private readonly FrameRoute _frames;
    private readonly IDisposable _subscription;

    /// <summary>Starts delivering the frames of the session.</summary>
    public V4Route(V4ClientSession session, FrameRouter router, V4FrameTurn turn, FrameHold hold)
    {
        Session = session;
        _router = router;
        _turn = turn;
        _frames = router.To(session.Audio.Handle, session.Audio.BytesReceived, this);
        _subscription = _frames.TakenOn(session.Audio.Scheduler, hold).Subscribe(session.Audio);
    }

    /// <summary>The session whose frames these are.</summary>
    public V4ClientSession Session { get; }

    private AudioSession Audio => Session.Audio;

    /// <inheritdoc/>
    public bool Admits(long offset, long bytes)
    {
        if (bytes > 0 && Audio.IsStreamEnded)
        {
            return Refuse(
                V4ErrorCodes.StreamEnded,
                $"The stream of session {Audio.Id} has ended at {offset} bytes",
                offset
            );
        }

        if (offset + bytes > Session.Limit)
        {
            return Refuse(
                V4ErrorCodes.LimitExceeded,
                $"The chunk ends at {offset + bytes}, the limit is {Session.Limit}; wait for flow",
                offset
            );
        }

        Audio.MarkArrival(_turn.Arrival);
        if (bytes > 0)
            Session.Count();
        _turn.Admit(this, isNew: bytes > 0);
        return true;
    }

    /// <inheritdoc/>
    public void RefuseGap(long here, long offset) =>
        Refuse(
            V4ErrorCodes.OffsetGap,
            $"The stream has a gap: {here} bytes are here, the chunk begins at {offset}",
            here
        );

    /// <summary>Whether this route belongs to a connection.</summary>
    public bool IsOf(FrameRouter router) => _router == router;

    /// <summary>
    /// Delivers the end of the stream, unless the stream has ended, or data before the end was dropped because the
    /// connection was cut; that will be sent again.
    /// </summary>
    public void EndStream()
    {
        if (!Audio.IsStreamEnded && Audio.BytesReceived == _frames.Offset)
            _frames.End();
    }

    /// <summary>Stops delivering frames.</summary>
    public void Dispose() => _subscription.Dispose();

    private bool Refuse(string code, string error, long here)
    {
        _turn.Refuse(code, error, Audio.Id, here);
        return false;
    }
}
