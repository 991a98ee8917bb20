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

    public SessionPriority Priority => Session.Etiquette.Priority;

    public Occupancy Standing(TimeProvider time, TimeSpan silentAfter)
    {
        if (IsWaiting)
            return Occupancy.Waiting;
        return SilentIn(time, silentAfter) is { } left && left <= TimeSpan.Zero ? Occupancy.Silent : Occupancy.Playing;
    }

    /// <summary>The time until it counts as silent; <see langword="null"/>: it has sound.</summary>
    public TimeSpan? SilentIn(TimeProvider time, TimeSpan silentAfter) =>
        Session.SilentSince is { } since ? silentAfter - time.GetElapsedTime(since) : null;
}
