using Audio.Protocol;

namespace Audio.Client;

/// <summary>The end of a session: it may be cancelled, and it ends exactly once. Any thread.</summary>
internal sealed class SessionEnding
{
    private readonly TaskCompletionSource<PlaybackResult> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile bool _isCancelled;

    /// <summary>How it ended; never fails.</summary>
    public Task<PlaybackResult> Completion => _completion.Task;

    public bool IsOver => Completion.IsCompleted;

    /// <summary>Whether the user has cancelled it.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>The reason of a session of which the daemon will not say how it ended.</summary>
    public SessionEndReason UntoldReason => _isCancelled ? SessionEndReason.Cancelled : SessionEndReason.Lost;

    public void Cancel() => _isCancelled = true;

    /// <returns>False: it had ended before.</returns>
    public bool TryEnd(PlaybackResult result) => _completion.TrySetResult(result);

    /// <summary>Why the session takes nothing more.</summary>
    public AudioSessionException Refusal(string id)
    {
        PlaybackResult? result = IsOver ? Completion.Result : null;
        if (result is { Reason: SessionEndReason.Lost })
        {
            return new AudioSessionException(
                AudioDaemonErrorKind.SessionLost,
                $"Session {id} is lost: {result.Error} Start a new one, or set ResendUnplayed to have that done.",
                result
            );
        }
        string text = result switch
        {
            { Error: { } error } => $"Session {id} has ended ({result.ReasonText}: {error}); start a new one.",
            not null => $"Session {id} has ended ({result.ReasonText}); start a new one.",
            null when _isCancelled => $"Session {id} is cancelled; start a new one.",
            null => $"The stream of session {id} has been ended; start a new session.",
        };
        return new AudioSessionException(AudioDaemonErrorKind.SessionEnded, text, result);
    }
}
