using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>A session on its channel. Guarded by the lock of <see cref="Channels"/>.</summary>
internal sealed class ChannelMember(IChannelSession session, long order)
{
    public IChannelSession Session { get; } = session;

    /// <summary>When it joined or was interrupted.</summary>
    public long Order { get; set; } = order;

    /// <summary>Whether it must be silent.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Who interrupted it; <see langword="null"/>: nobody, or it plays again.</summary>
    public IChannelSession? InterruptedBy { get; set; }

    /// <summary>Since when it has been paused by command, as a timestamp; <see langword="null"/>: it is not.</summary>
    public long? PausedSince { get; set; }

    public SessionPriority Priority => Session.Etiquette.Priority;

    public Occupancy Standing(TimeProvider time, ChannelLimits limits)
    {
        if (IsWaiting)
            return Occupancy.Waiting;
        return BlocksFor(time, limits) is { } left && left <= TimeSpan.Zero ? Occupancy.Silent : Occupancy.Playing;
    }

    /// <summary>
    /// The time until it keeps nobody out, unless it continues before; <see langword="null"/>: as long as it plays.
    /// </summary>
    public TimeSpan? BlocksFor(TimeProvider time, ChannelLimits limits)
    {
        TimeSpan? silent = Left(Session.SilentSince, limits.SilentAfter);
        TimeSpan? paused = Left(PausedSince, limits.YieldAfter);
        return silent < paused ? silent : paused ?? silent;

        TimeSpan? Left(long? since, TimeSpan limit) => since is { } start ? limit - time.GetElapsedTime(start) : null;
    }

    /// <summary>Whether it was paused for so long that its channel did not wait for it.</summary>
    public bool HasYielded(TimeProvider time, ChannelLimits limits) =>
        !IsWaiting && PausedSince is { } since && time.GetElapsedTime(since) >= limits.YieldAfter;
}
