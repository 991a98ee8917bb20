using System.Net.Sockets;
using System.Net.WebSockets;
using Audio.Core.Sessions;
using Audio.Core.Wires;
using Audio.Core.Wires.Transports;
using Audio.Host.Transports;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Clients;

/// <summary>One connected client, as the status page and the inactivity sweep see it. Any thread.</summary>
internal sealed class ConnectedClient(string id, string userAgent, TimeProvider time) : IWireClient
{
    private long _lastActivity = time.GetUtcNow().ToUnixTimeMilliseconds();
    private long _lastActivityTimestamp = time.GetTimestamp();
    private volatile AudioSession? _session;
    private volatile Action<WebSocketCloseStatus, string>? _close;
    private volatile Goodbye? _goodbye;
    private volatile Func<bool>? _hasMore;
    private volatile Socket? _socket;
    private int _dismissed;
    private long _lastSoundTimestamp = long.MinValue;

    /// <summary><c>client_N</c>.</summary>
    public string Id => id;

    /// <summary>Its <c>User-Agent</c>, or <c>unknown</c>.</summary>
    public string UserAgent => userAgent;

    /// <summary>When it connected, in Unix milliseconds.</summary>
    public long ConnectedAt { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>When it last sent something, in Unix milliseconds.</summary>
    public long LastActivity => Interlocked.Read(ref _lastActivity);

    /// <summary>How long it has been without incoming data and without audible sound.</summary>
    public TimeSpan Idle =>
        time.GetElapsedTime(
            Math.Max(Interlocked.Read(ref _lastActivityTimestamp), Interlocked.Read(ref _lastSoundTimestamp))
        );

    /// <summary>The session it currently sends to, if any.</summary>
    public AudioSession? Session
    {
        get => _session;
        set => _session = value;
    }

    /// <summary>Tells whether its sound is still playing, where <see cref="HasSessions"/> does not tell.</summary>
    public Func<bool>? HasSound { get; set; }

    /// <summary>Tells whether it is closed when it has been silent for long.</summary>
    public Func<bool> MayBeInactive { get; set; } = static () => true;

    /// <summary>Whether more of its data can be read without waiting.</summary>
    public bool HasMore => _hasMore?.Invoke() ?? false;

    /// <summary>Tells whether any of its sessions has not ended; set for clients that may have several.</summary>
    public Func<bool>? HasSessions { get; set; }

    /// <summary>
    /// Whether it has a session that it has not stopped (version 3), or one that has not ended (version 4).
    /// </summary>
    public bool IsActive => HasSessions?.Invoke() ?? _session is { State: not SessionState.Ended };

    /// <inheritdoc/>
    public bool IsOwnUser => PeerAccounts.IsOwn(_socket);

    /// <summary>Its connection, which is watched while it is held back.</summary>
    public HeldConnection? Connection { get; set; }

    /// <summary>The other end of its connection, as the socket sees it.</summary>
    public PeerState Peer => PeerStates.Of(_socket);

    /// <summary>Called when its peer is found gone although its connection is held back.</summary>
    public Action? Left { get; set; }

    /// <summary>Whether it no longer counts as connected, although not all that it sent has been taken.</summary>
    public bool IsDismissed => Volatile.Read(ref _dismissed) != 0;

    /// <summary>Notes that it has sent something.</summary>
    public void Touch()
    {
        Interlocked.Exchange(ref _lastActivity, time.GetUtcNow().ToUnixTimeMilliseconds());
        Interlocked.Exchange(ref _lastActivityTimestamp, time.GetTimestamp());
    }

    /// <summary>Notes that its connection is read.</summary>
    public void Release() => Connection?.Release();

    /// <summary>Notes that its connection is not read.</summary>
    public void Hold() => Connection?.Hold();

    /// <summary>Notes a message, and that the connection is not read until the message has been taken.</summary>
    public void HasRead()
    {
        Touch();
        Hold();
    }

    /// <summary>Checks whether its sound is still playing, and if so counts it as active.</summary>
    /// <returns>Whether sound is still playing.</returns>
    public bool LookForSound()
    {
        bool plays = HasSessions?.Invoke() ?? HasSound?.Invoke() ?? false;
        if (plays)
            Interlocked.Exchange(ref _lastSoundTimestamp, time.GetTimestamp());
        return plays;
    }

    /// <summary>Sets the connection that its data arrives on.</summary>
    public void ReadsFrom(IFeatureCollection features)
    {
        _hasMore = ReadableBytes.Of(features);
        _socket = features.Get<IConnectionSocketFeature>()?.Socket;
    }

    /// <summary>Called when it no longer counts as connected.</summary>
    public Action? Leaving { get; set; }

    /// <summary>No longer counts it as connected.</summary>
    public void Leave() => Leaving?.Invoke();

    /// <summary>No longer counts it as connected.</summary>
    /// <returns>Whether it did until now.</returns>
    public bool Dismiss() => Interlocked.Exchange(ref _dismissed, 1) == 0;

    /// <summary>Sets how it is closed. A close requested earlier happens now.</summary>
    public void ClosedBy(Action<WebSocketCloseStatus, string> close)
    {
        _close = close;
        Interlocked.MemoryBarrier();
        if (_goodbye is { } goodbye)
            close(goodbye.Status, goodbye.Reason);
    }

    /// <summary>Starts closing it, without waiting for the end.</summary>
    public void Close(WebSocketCloseStatus status, string reason)
    {
        _goodbye = new Goodbye(status, reason);
        Interlocked.MemoryBarrier();
        _close?.Invoke(status, reason);
    }

    private sealed record Goodbye(WebSocketCloseStatus Status, string Reason);
}
