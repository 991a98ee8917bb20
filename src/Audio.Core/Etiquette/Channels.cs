using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>
/// The channels that have sessions, and which of them play or wait. A session enters when it is opened and leaves when
/// it has ended. The consequences for others are decided in one step under the lock, and they are told after it. Any
/// thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="limits">How long channels wait for their sessions, and how many they have.</param>
internal sealed class Channels(TimeProvider time, ChannelLimits limits) : IDisposable
{
    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Channel> _channels = [];

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
    /// <exception cref="AudioException">Its channel is full; it has not entered.</exception>
    public Admission Enter(IChannelSession session)
    {
        if (session.Etiquette.Channel is not { } name)
            return Admission.Play;
        var told = new List<Action>();
        Admission admission;
        lock (_lock)
        {
            if (!_channels.TryGetValue(name, out Channel? channel))
                _channels[name] = channel = new Channel(name, time, limits, LookAgain);
            admission = channel.Enter(session, told);
        }
        Tell(told);
        return admission;
    }

    /// <summary>Removes a session that has ended; whoever waited for it may play.</summary>
    public void Leave(IChannelSession session) => Change(session, (channel, told) =>
        {
            channel.Leave(session, told);
            if (channel.IsEmpty && _channels.Remove(channel.Name))
                channel.Dispose();
        });

    /// <summary>A session has run out of sound; whoever waits for it may play before it has ended.</summary>
    public void FellSilent(IChannelSession session) => Change(session, static (channel, told) => channel.Settle(told));

    /// <summary>A session was paused by command; whoever waits for it does so only for a while.</summary>
    public void Pause(IChannelSession session) => Change(session, (channel, told) => channel.Pause(session, told));

    /// <summary>
    /// A paused session is about to continue; if it has to wait for its channel, it has been told. On its scheduler.
    /// </summary>
    public void Resume(IChannelSession session) => Change(session, (channel, _) => channel.Resume(session));

    /// <summary>Returns what would happen if a session were opened now.</summary>
    public ChannelOutlook Foresee(SessionEtiquette etiquette)
    {
        lock (_lock)
        {
            ChannelVerdict verdict =
                etiquette.Channel is { } name && _channels.TryGetValue(name, out Channel? channel)
                    ? channel.Judge(etiquette)
                    : new ChannelVerdict();
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
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Channel channel in _channels.Values)
                channel.Dispose();
        }
    }

    private void Change(IChannelSession session, Action<Channel, List<Action>> change)
    {
        if (session.Etiquette.Channel is not { } name)
            return;
        var told = new List<Action>();
        lock (_lock)
        {
            if (_channels.TryGetValue(name, out Channel? channel))
                change(channel, told);
        }
        Tell(told);
    }

    /// <summary>Called by the timer of a channel; one that was emptied meanwhile has nothing to settle.</summary>
    private void LookAgain(Channel channel)
    {
        var told = new List<Action>();
        lock (_lock)
            channel.Settle(told);
        Tell(told);
    }

    private static void Tell(List<Action> told)
    {
        foreach (Action tell in told)
            tell();
    }
}
