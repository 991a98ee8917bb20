using Audio.Core.Buffers;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Stages;

namespace Audio.Core.Sessions;

/// <summary>
/// What a session holds of the engine's memory, decoded and not: it may be asked for it while it is silenced.
/// </summary>
internal sealed class SessionMemory
{
    // Immutable.
    private readonly MemoryShare _samples;
    private readonly MemoryShare _bytes;

    /// <param name="context">Whose pools it uses.</param>
    /// <param name="options">Of the session.</param>
    /// <param name="session">Whom it counts for if it has no client.</param>
    /// <param name="takeBack">Gives everything back, or calls <see cref="Spare"/>. Any thread.</param>
    public SessionMemory(SessionContext context, SessionOptions options, object session, Action takeBack)
    {
        object client = options.CountsFor ?? session;
        bool isUrgent = options.WireClient is not null && !options.KeepsBacklog;
        _samples = new MemoryShare(context.Buffering.Blocks.Ledger, client, isUrgent, takeBack);
        _bytes = new MemoryShare(context.Backlog.Blocks.Ledger, client, isUrgent, takeBack);
        Buffering = context.Buffering with { Share = _samples };
        Backlog = context.Backlog with { Share = _bytes };
    }

    /// <summary>The limits of its jitter buffer, with its own share of the memory.</summary>
    public StreamBuffering Buffering { get; }

    /// <summary>The limits of its backlog, with its own share of the memory.</summary>
    public BacklogSettings Backlog { get; }

    /// <summary>The state of the session has changed. Any thread.</summary>
    public void Follow(SessionState state)
    {
        MemoryStanding standing = state switch
        {
            SessionState.Paused => MemoryStanding.Paused,
            SessionState.Queued => MemoryStanding.Waiting,
            _ => MemoryStanding.Playing,
        };
        _samples.Stand(standing);
        _bytes.Stand(standing);
    }

    /// <summary>It is not silenced any more, so it keeps what it has. Any thread.</summary>
    public void Spare()
    {
        _samples.Spare();
        _bytes.Spare();
    }
}
