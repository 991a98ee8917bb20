using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>
/// The channels that have sessions, and which of them play or wait. A session enters when it is opened and leaves when
/// it has ended. The consequences for others are decided in one step under the lock, and they are told after it. Any
/// thread.
/// </summary>
internal sealed class Channels : IDisposable
{
    // Immutable.
    private readonly TimeProvider _time;
    private readonly TimeSpan _silentAfter;
    private readonly ITimer _timer;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<ChannelMember>> _channels = [];
    private long _order;

    /// <param name="time">The clock.</param>
    /// <param name="silentAfter">A session that has been silent for this long no longer blocks others.</param>
    public Channels(TimeProvider time, TimeSpan silentAfter)
    {
        _time = time;
        _silentAfter = silentAfter;
        _timer = time.CreateTimer(
            static channels => ((Channels)channels!).LookAgain(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>The number of channels that have sessions.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _channels.Count;
        }
    }

    /// <summary>Adds a session that was opened and has received no frame yet.</summary>
    /// <returns>Whether it may play; if it has to wait, it has been told.</returns>
    public Admission Enter(IChannelSession session)
    {
        if (session.Etiquette.Channel is not { } name)
            return Admission.Play;
        var told = new List<Action>();
        Admission admission;
        lock (_lock)
        {
            if (!_channels.TryGetValue(name, out List<ChannelMember>? members))
                _channels[name] = members = [];
            Verdict verdict = Judge(session.Etiquette, members);
            admission = verdict.Admission;
            foreach (ChannelMember replaced in verdict.Replaced)
            {
                members.Remove(replaced);
                told.Add(() => replaced.Session.Replace());
            }
            foreach (ChannelMember interrupted in verdict.Interrupted)
            {
                (interrupted.IsWaiting, interrupted.InterruptedBy, interrupted.Order) = (true, session, ++_order);
                told.Add(() => interrupted.Session.Hold(session.Id));
            }
            if (admission != Admission.Drop)
                members.Add(new ChannelMember(session, ++_order) { IsWaiting = admission == Admission.Wait });
            if (admission == Admission.Wait)
                session.HoldAtStart(verdict.Ahead.Count + 1);
            Settle(name, members, told);
        }
        foreach (Action tell in told)
            tell();
        return admission;
    }

    /// <summary>Removes a session that has ended; whoever waited for it may play.</summary>
    public void Leave(IChannelSession session)
    {
        if (session.Etiquette.Channel is not { } name)
            return;
        var told = new List<Action>();
        lock (_lock)
        {
            if (!_channels.TryGetValue(name, out List<ChannelMember>? members))
                return;
            members.RemoveAll(member => member.Session == session);
            Settle(name, members, told);
        }
        foreach (Action tell in told)
            tell();
    }

    /// <summary>A session has run out of sound; whoever waits for it may play before it has ended.</summary>
    public void FellSilent(IChannelSession session)
    {
        if (session.Etiquette.Channel is not null)
            LookAgain();
    }

    /// <summary>Returns what would happen if a session were opened now.</summary>
    public ChannelOutlook Foresee(SessionEtiquette etiquette)
    {
        lock (_lock)
        {
            Verdict verdict = Judge(
                etiquette,
                etiquette.Channel is { } name ? _channels.GetValueOrDefault(name) ?? [] : []
            );
            return new ChannelOutlook(
                verdict.Admission,
                Ids(verdict.Ahead),
                Ids(verdict.Replaced),
                Ids(verdict.Interrupted)
            );
        }

        static string[] Ids(List<ChannelMember> members) => [.. members.Select(static member => member.Session.Id)];
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private Verdict Judge(SessionEtiquette newcomer, List<ChannelMember> members)
    {
        var verdict = new Verdict();
        foreach (ChannelMember member in members)
        {
            Occupancy standing = member.Standing(_time, _silentAfter);
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

    private void LookAgain()
    {
        var told = new List<Action>();
        lock (_lock)
        {
            foreach ((string name, List<ChannelMember> members) in _channels.ToArray())
                Settle(name, members, told);
        }
        foreach (Action tell in told)
            tell();
    }

    /// <summary>Admits the next session where nobody plays; looks again when somebody may count as silent.</summary>
    private void Settle(string name, List<ChannelMember> members, List<Action> told)
    {
        if (members.Count == 0)
        {
            _channels.Remove(name);
            return;
        }

        if (!members.Exists(static member => member.IsWaiting))
            return;
        ChannelMember[] playing =
        [
            .. members.Where(member => member.Standing(_time, _silentAfter) == Occupancy.Playing),
        ];
        if (playing.Length > 0)
        {
            if (
                playing.Max(member => member.SilentIn(_time, _silentAfter) ?? TimeSpan.MaxValue) is var left
                && left < TimeSpan.MaxValue
            )
            {
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }

            return;
        }

        ChannelMember? next = members
            .Where(member => member.IsWaiting && !IsOutlastedBy(member.InterruptedBy, members))
            .OrderByDescending(static member => member.Priority)
            .ThenByDescending(static member =>
                member is { InterruptedBy: null, Session.Etiquette.Overlap: ChannelOverlap.Replace }
            )
            .ThenByDescending(static member => member.InterruptedBy is null ? 0 : member.Order)
            .ThenBy(static member => member.Order)
            .FirstOrDefault();
        if (next is null)
            return;
        IChannelSession? by = next.InterruptedBy;
        // they played at the same time
        foreach (ChannelMember member in by is null ? [next] : members.Where(member => member.InterruptedBy == by))
        {
            (member.IsWaiting, member.InterruptedBy) = (false, null);
            told.Add(member.Session.Release);
        }
    }

    /// <summary>
    /// Whether an interrupting session is still there: even if it waits itself, it comes before those it interrupted.
    /// </summary>
    private bool IsOutlastedBy(IChannelSession? interruptor, List<ChannelMember> members) =>
        interruptor is not null
        && members.Exists(member =>
            member.Session == interruptor && member.Standing(_time, _silentAfter) != Occupancy.Silent
        );

    private sealed record Verdict
    {
        public Admission Admission { get; init; }

        /// <summary>The sessions that must end before the newcomer starts.</summary>
        public List<ChannelMember> Ahead { get; } = [];

        public List<ChannelMember> Replaced { get; } = [];

        public List<ChannelMember> Interrupted { get; } = [];
    }
}
