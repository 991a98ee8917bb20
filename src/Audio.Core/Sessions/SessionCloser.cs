using System.Globalization;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Stages;
using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>
/// Ends a session: by a cancel, by a failure, or because all of it was heard. It settles the result, leaves the mix,
/// gives the memory back and tells everybody, in this order.
/// </summary>
/// <remarks>Session scheduler only.</remarks>
internal sealed class SessionCloser(
    AudioSession session,
    SessionContext context,
    StreamDecoder stream,
    SessionIntake intake,
    SessionLifecycle lifecycle,
    SessionPosition position,
    SessionFigures figures,
    FirstSound first,
    MarkWatch marks,
    SessionPlayback playback,
    SessionEnding ending
)
{
    /// <summary>Drains, and ends with this reason. The first call counts.</summary>
    public void Drain(SessionEndReason reason)
    {
        if (!intake.IsOpen)
            return;
        ending.Drain(reason);
        intake.End();
    }

    /// <summary>Silences it over a ramp and ends it. The first call counts.</summary>
    /// <param name="reason">The reason with which it ends.</param>
    /// <param name="error">What the client is told besides; <see langword="null"/>: nothing.</param>
    public void Cancel(SessionEndReason reason, string? error)
    {
        if (lifecycle.IsEnded || !ending.TryCancel(reason, error))
            return;
        intake.Drop();
        if (playback.TryFade())
            ending.LimitFade();
        else
            End();
    }

    /// <summary>Ends it as failed.</summary>
    public void Fail(Exception error)
    {
        if (error is ProtocolException)
            SessionLog.Unplayable(context.Logger, session.Id, error.Message);
        else
            SessionLog.Failed(context.Logger, error, session.Id);
        Cancel(SessionEndReason.Failed, error.Message);
    }

    /// <summary>Ends it as expired if it was not heard in time.</summary>
    public void Expire()
    {
        if (!position.HasSounded)
            Cancel(SessionEndReason.Expired, error: null);
    }

    /// <summary>Ends it as expired because nothing was sent.</summary>
    /// <param name="within">How long it has waited.</param>
    public void Miss(TimeSpan within)
    {
        string seconds = within.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        Cancel(
            SessionEndReason.Expired,
            $"Nothing was sent for {seconds} s after the session was opened; open another one when there is sound."
        );
    }

    /// <summary>Ends it as expired because others need the memory of its sound.</summary>
    public void GiveMemory() =>
        Cancel(
            SessionEndReason.Expired,
            "The session was silenced, and others needed the memory of its sound; send it again when it is to play."
        );

    /// <summary>Ends it now. The first call counts.</summary>
    public void End()
    {
        if (lifecycle.IsEnded)
            return;
        playback.Leave();
        first.Tell();
        ending.StopExpiry();
        ending.StopAwaiting();
        intake.LetGo();
        SessionStatistics statistics = ending.Settle(figures.Now());
        marks.Tell(ending.IsCancelled ? position.FramesPlayed : statistics.FramesReceived + 1);
        lifecycle.End();
        stream.Dispose();
        var result = new SessionResult(session.Id, session.Owner, ending.Reason, statistics, ending.Error)
        {
            Format = session.Format,
            Inaudible = position.Inaudible,
        };
        ending.Conclude(result);
        try
        {
            lifecycle.Complete();
            context.Ended(session, result);
        }
        finally
        {
            ending.Complete();
        }
    }
}
