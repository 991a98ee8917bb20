using System.Text;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Wires.Transports;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// A session as its client sees it: how far its stream has come, how far the client may send, and which events it is
/// told. The limit is the room in the session's buffer, so a client that keeps to it never makes its connection wait,
/// nor its other sessions.
/// </summary>
internal sealed class V4ClientSession : ILateMessage, ISessionJob, IObserver<SessionEvent>
{
    /// <summary>Bytes that may arrive before the next flow message.</summary>
    private const int MaxStep = 64 * 1024;

    // Immutable.
    private readonly V4Client _client;
    private readonly TimeProvider _time;
    private readonly byte[] _id;
    private readonly long _step;
    private readonly bool _saysFormat; // the stream does, not the client

    // Any thread.
    private V4Route? _route;
    private long _limit;
    private long _received;
    private long _played;
    private long _playedMs = -1; // -1: not known
    private int _ticking; // 1 while a look is requested from the clock or queued
    private int _flowQueued; // 1 while a flow message waits to be sent

    // Receiving loop only.
    private long _chunks;
    private long? _startTime;
    private long? _endTime;

    // Session scheduler only.
    private bool _queuedTold;

    public V4ClientSession(V4Client client, AudioSession audio, AudioContainer container, TimeProvider time)
    {
        _client = client;
        _time = time;
        _saysFormat = container != AudioContainer.Raw;
        Audio = audio;
        _id = Encoding.UTF8.GetBytes(audio.Id);
        _limit = audio.RoomUpTo();
        _step = Math.Clamp(_limit / 4, 1, MaxStep);
    }

    public AudioSession Audio { get; }

    /// <summary>The offset up to which the client may send.</summary>
    public long Limit => Volatile.Read(ref _limit);

    /// <summary>The rate of a stream of which the client need not know it; <see langword="null"/>: unknown.</summary>
    public int? RateOf(AudioFormat? format) => _saysFormat ? format?.SampleRate : null;

    /// <summary>The route of its frames on the client's current connection, or the last one.</summary>
    public V4Route? Route
    {
        get => Volatile.Read(ref _route);
        set => Volatile.Write(ref _route, value);
    }

    /// <summary>Starts telling the client what happens: it knows the session now.</summary>
    public void Begin()
    {
        Audio.Events.Subscribe(this);

        // It may have been queued before this, in which case no event reports it. Whether one did is known where events
        // are sent.
        if (Audio.Waiting is not null)
            Audio.Post(new Announcement(this, again: false));
    }

    /// <summary>Continues on another connection after the client has come back.</summary>
    public void Continue()
    {
        Volatile.Write(ref _flowQueued, 0);
        if (Audio.Waiting is not null)
            Audio.Post(new Announcement(this, again: true)); // it may have been interrupted while the client was away
        Tick();
    }

    /// <summary>Counts a frame that is about to be delivered. Receiving loop.</summary>
    public void Count()
    {
        _chunks++;
        _startTime ??= Now();
    }

    /// <summary>Called when the engine has taken a frame. Receiving loop.</summary>
    public void Taken()
    {
        if (Audio.BytesReceived - Volatile.Read(ref _received) >= _step)
            Look();
        else
            Tick();
    }

    /// <summary>Queues a look at its progress. Any thread.</summary>
    public void Look() => Audio.Post(this);

    /// <summary>Returns its statistics as it is stopped. Receiving loop.</summary>
    public V4Stats Stop()
    {
        _endTime ??= Now();
        return new V4Stats(Audio.BytesReceived, _chunks, _startTime, _endTime);
    }

    public V4SessionStatus Status() =>
        new(
            Audio.Id,
            Audio.Handle,
            V4Names.Of(Audio.State),
            Audio.BytesReceived,
            Limit,
            Audio.PlayedUpTo(),
            Math.Round(Audio.Volume, 4),
            Audio.Statistics.Underruns
        );

    /// <inheritdoc/>
    public int MaxLength => V4Flow.MaxLength;

    /// <inheritdoc/>
    public int Write(Span<byte> destination)
    {
        Volatile.Write(ref _flowQueued, 0); // first, so that later changes are sent again
        long ms = Volatile.Read(ref _playedMs);
        var flow = new V4Flow(Audio.Handle, Volatile.Read(ref _received), Limit, Volatile.Read(ref _played))
        {
            PlayedMs = ms < 0 ? null : ms,
        };
        return flow.Write(destination, _id);
    }

    /// <summary>Looks at its progress and queues a flow message if there is any. Session scheduler.</summary>
    void ISessionJob.Run()
    {
        if (Audio.State == SessionState.Ended)
            return;
        long received = Audio.BytesReceived;
        long limit = Math.Max(Limit, Audio.RoomUpTo());
        long played = Math.Max(Volatile.Read(ref _played), Audio.PlayedUpTo());
        long ms = RateOf(Audio.Format) is { } rate ? Audio.FramesPlayed * 1_000 / rate : -1;
        ms = Math.Max(Volatile.Read(ref _playedMs), ms);
        bool changed =
            received != Volatile.Read(ref _received)
            || limit != Limit
            || played != Volatile.Read(ref _played)
            || ms != Volatile.Read(ref _playedMs);
        Volatile.Write(ref _received, received);
        Volatile.Write(ref _limit, limit);
        Volatile.Write(ref _played, played);
        Volatile.Write(ref _playedMs, ms);
        if (changed && Interlocked.Exchange(ref _flowQueued, 1) == 0)
            _client.Connection?.Outbox.Send(this);

        // Nothing moves while it is paused or queued; when it continues it asks again.
        Volatile.Write(ref _ticking, 0);
        if (played < Audio.BytesReceived && Audio.State is not (SessionState.Paused or SessionState.Queued))
            Tick();
    }

    void IObserver<SessionEvent>.OnNext(SessionEvent value)
    {
        switch (value.Kind)
        {
            case SessionEventKind.Sounding:
                TimeToFirstAudio ttfa = value.Statistics.Ttfa;
                _client.Tell(
                    new V4Playing(
                        Audio.Id,
                        V4Names.Milliseconds(ttfa.Device),
                        V4Names.Milliseconds(ttfa.Decoded),
                        V4Names.Milliseconds(ttfa.Mixed),
                        Now()
                    )
                );
                Tick();
                break;
            case SessionEventKind.Underrun:
                _client.Tell(new V4Underrun(Audio.Id, value.Statistics.Underruns, Now()));
                break;
            case SessionEventKind.MarkHeard:
                SessionMark mark = value.Mark!.Value;
                _client.Tell(new V4MarkHeard(Audio.Id, mark.Offset, mark.Name, Now()));
                break;
            case SessionEventKind.Paused:
                _client.Tell(new V4Paused(Audio.Id, Now()));
                break;
            case SessionEventKind.Queued:
                TellQueued();
                break;
            case SessionEventKind.Resumed:
                _client.Tell(new V4PlaybackResumed(Audio.Id, Now()));
                Tick();
                break;
        }
    }

    void IObserver<SessionEvent>.OnError(Exception error)
    {
        // A session's events never fail.
    }

    void IObserver<SessionEvent>.OnCompleted() => _client.End(this, Audio.Result!);

    /// <summary>Session scheduler.</summary>
    private void TellQueued()
    {
        if (Audio is not { Waiting: { } wait, Etiquette.Channel: { } channel })
            return;
        _queuedTold = true;
        _client.Tell(new V4SessionQueued(Audio.Id, channel, wait.Position, Now(), wait.InterruptedBy));
    }

    private void Tick()
    {
        if (Interlocked.CompareExchange(ref _ticking, 1, 0) == 0)
            _client.Clock.Ask(this);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Announces that it is queued, in order with its other events.</summary>
    private sealed class Announcement(V4ClientSession session, bool again) : ISessionJob
    {
        public void Run()
        {
            if (session.Audio.State == SessionState.Queued && (again || !session._queuedTold))
                session.TellQueued();
        }
    }
}
