using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>
/// The sessions of one channel, and the timer that says when to look at them again. Guarded by the lock of <see
/// cref="Channels"/>; what has to be told is collected, for the caller to tell after the lock.
/// </summary>
internal sealed class Channel : IDisposable
{
    // Immutable.
    private readonly TimeProvider _time;
    private readonly ChannelLimits _limits;
    private readonly ITimer _timer;

    // Guarded by the lock.
    private readonly List<ChannelMember> _members = [];
    private long _order;

    /// <param name="name">Its name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limits">How long it waits for its sessions, and how many it has.</param>
    /// <param name="due">Called without the lock when it is time to <see cref="Settle"/> this channel.</param>
    public Channel(string name, TimeProvider time, ChannelLimits limits, Action<Channel> due)
    {
        Name = name;
        _time = time;
        _limits = limits;
        _timer = time.CreateTimer(_ => due(this), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it has no sessions.</summary>
    public bool IsEmpty => _members.Count == 0;

    /// <summary>Adds a session that was opened.</summary>
    /// <exception cref="AudioException">The channel is full; nothing was changed.</exception>
    public Admission Enter(IChannelSession session, List<Action> told)
    {
        ChannelVerdict verdict = Judge(session.Etiquette);
        if (verdict.Admission == Admission.Drop)
            return Admission.Drop;
        if (_members.Count - verdict.Replaced.Count >= _limits.MaxSessions)
        {
            throw new AudioException(
                AudioErrorKind.TooManySessions,
                $"{_limits.MaxSessions} sessions are on channel {Name}, as many as are allowed; "
                    + "try again when one has ended."
            );
        }

        foreach (ChannelMember replaced in verdict.Replaced)
        {
            _members.Remove(replaced);
            told.Add(() => replaced.Session.Replace());
        }
        foreach (ChannelMember interrupted in verdict.Interrupted)
        {
            (interrupted.IsWaiting, interrupted.InterruptedBy, interrupted.Order) = (true, session, ++_order);
            told.Add(() => interrupted.Session.Hold(session.Id));
        }
        bool waits = verdict.Admission == Admission.Wait;
        _members.Add(new ChannelMember(session, ++_order) { IsWaiting = waits });
        if (waits)
            session.HoldAtStart(verdict.Ahead.Count + 1);
        Settle(told);
        return verdict.Admission;
    }

    /// <summary>Removes a session that has ended.</summary>
    public void Leave(IChannelSession session, List<Action> told)
    {
        _members.RemoveAll(member => member.Session == session);
        Settle(told);
    }

    /// <summary>A session was paused: from now on others wait for it only so long.</summary>
    public void Pause(IChannelSession session, List<Action> told)
    {
        if (Find(session) is not { } member)
            return;
        member.PausedSince = _time.GetTimestamp();
        Settle(told);
    }

    /// <summary>
    /// A paused session is about to continue. If the channel has not waited for it and others play, it waits for its
    /// turn, unless it mixes with everybody.
    /// </summary>
    public void Resume(IChannelSession session)
    {
        if (Find(session) is not { } member)
            return;
        bool hasYielded = member.HasYielded(_time, _limits);
        int playing = _members.Count(other => Standing(other) == Occupancy.Playing);
        member.PausedSince = null;
        if (!hasYielded || playing == 0 || session.Etiquette.Overlap == ChannelOverlap.Mix)
            return;
        int ahead = playing + _members.Count(other => other.IsWaiting && other.Priority > member.Priority);
        member.IsWaiting = true;
        session.HoldAtStart(ahead + 1);
    }

    /// <summary>Returns what would happen to a newcomer, and to those that are there.</summary>
    public ChannelVerdict Judge(SessionEtiquette newcomer)
    {
        var verdict = new ChannelVerdict();
        foreach (ChannelMember member in _members)
        {
            Occupancy standing = Standing(member);
            switch (ChannelRules.FateOf(newcomer, member.Priority, standing))
            {
                case Fate.Replaced:
                    verdict.Replaced.Add(member);
                    break;
                case Fate.Interrupted:
                    verdict.Interrupted.Add(member);
                    break;
                default:
                    if (ChannelRules.Blocks(newcomer, member.Priority, standing))
                        verdict.Ahead.Add(member);
                    break;
            }
        }
        return verdict with { Admission = ChannelRules.AdmissionOf(newcomer, verdict.Ahead.Count > 0) };
    }

    /// <summary>
    /// Admits the next sessions until somebody plays; looks again when whoever plays may no longer keep others out.
    /// </summary>
    public void Settle(List<Action> told)
    {
        while (_members.Exists(static member => member.IsWaiting))
        {
            ChannelMember[] playing = [.. _members.Where(member => Standing(member) == Occupancy.Playing)];
            if (playing.Length > 0)
            {
                LookAgainWhenFree(playing);
                return;
            }

            // One that has nothing to play when its turn comes keeps nobody out, so the one behind it follows at once.
            if (!AdmitNext(told))
                return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private ChannelMember? Find(IChannelSession session) => _members.Find(member => member.Session == session);

    private Occupancy Standing(ChannelMember member) => member.Standing(_time, _limits);

    private void LookAgainWhenFree(ChannelMember[] playing)
    {
        TimeSpan left = playing.Max(member => member.BlocksFor(_time, _limits) ?? TimeSpan.MaxValue);
        if (left < TimeSpan.MaxValue)
            _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    /// <returns>Whether there was one.</returns>
    private bool AdmitNext(List<Action> told)
    {
        ChannelMember? next = _members
            .Where(member => member.IsWaiting && !IsOutlastedBy(member.InterruptedBy))
            .OrderByDescending(static member => member.Priority)
            .ThenByDescending(static member =>
                member is { InterruptedBy: null, Session.Etiquette.Overlap: ChannelOverlap.Replace }
            )
            .ThenByDescending(static member => member.InterruptedBy is null ? 0 : member.Order)
            .ThenBy(static member => member.Order)
            .FirstOrDefault();
        if (next is null)
            return false;
        IChannelSession? by = next.InterruptedBy;
        // they played at the same time
        foreach (ChannelMember member in by is null ? [next] : _members.Where(member => member.InterruptedBy == by))
        {
            (member.IsWaiting, member.InterruptedBy) = (false, null);
            told.Add(member.Session.Release);
        }
        return true;
    }

    /// <summary>
    /// Whether an interrupting session is still there: even if it waits itself, it comes before those it interrupted.
    /// </summary>
    private bool IsOutlastedBy(IChannelSession? interruptor) =>
        interruptor is not null
        && _members.Exists(member => member.Session == interruptor && Standing(member) != Occupancy.Silent);
}
