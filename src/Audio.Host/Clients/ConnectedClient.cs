using System.Net.WebSockets;
using Audio.Core.Sessions;
using Audio.Core.Wires.V3;
using Audio.Host.Transports;
using Microsoft.AspNetCore.Http.Features;

namespace Audio.Host.Clients;

/// <summary>One connected client, as the status and the sweeper see it. Any thread.</summary>
internal sealed class ConnectedClient(string id, string userAgent, TimeProvider time) : IV3Client
{
    // Any thread.
    private long _lastActivity = time.GetUtcNow().ToUnixTimeMilliseconds();
    private long _lastActivityTimestamp = time.GetTimestamp();
    private volatile AudioSession? _session;
    private volatile Action<WebSocketCloseStatus, string>? _close;
    private volatile Goodbye? _goodbye;
    private volatile Func<bool>? _hasMore;
    private long _lastSoundTimestamp = long.MinValue;

    /// <summary><c>client_N</c>.</summary>
    public string Id => id;

    /// <summary>What it calls itself, or <c>unknown</c>.</summary>
    public string UserAgent => userAgent;

    /// <summary>Unix milliseconds.</summary>
    public long ConnectedAt { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>When it last sent something, in Unix milliseconds.</summary>
    public long LastActivity => Interlocked.Read(ref _lastActivity);

    /// <summary>How long it has sent nothing, and nothing of it has sounded.</summary>
    public TimeSpan Idle =>
        time.GetElapsedTime(
            Math.Max(Interlocked.Read(ref _lastActivityTimestamp), Interlocked.Read(ref _lastSoundTimestamp))
        );

    /// <summary>The session it sends to, if it has one.</summary>
    public AudioSession? Session
    {
        get => _session;
        set => _session = value;
    }

    /// <summary>
    /// Says whether what it has sent is still to be heard, where that is not what <see cref="HasSessions"/> says.
    /// </summary>
    public Func<bool>? HasSound { get; set; }

    /// <summary>Whether it has sent more, which can be read at this very moment.</summary>
    public bool HasMore => _hasMore?.Invoke() ?? false;

    /// <summary>Says whether it has sessions that have not ended, where it may have many.</summary>
    public Func<bool>? HasSessions { get; set; }

    /// <summary>
    /// Whether it has a session that it has not stopped (version 3), or one that has not ended (version 4).
    /// </summary>
    public bool IsActive => HasSessions?.Invoke() ?? _session is { State: not SessionState.Ended };

    /// <summary>It has sent something.</summary>
    public void Touch()
    {
        Interlocked.Exchange(ref _lastActivity, time.GetUtcNow().ToUnixTimeMilliseconds());
        Interlocked.Exchange(ref _lastActivityTimestamp, time.GetTimestamp());
    }

    /// <summary>Looks whether it waits for its sound to be heard, and has nothing to say meanwhile.</summary>
    /// <returns>Whether it does.</returns>
    public bool LookForSound()
    {
        bool plays = HasSessions?.Invoke() ?? HasSound?.Invoke() ?? false;
        if (plays)
            Interlocked.Exchange(ref _lastSoundTimestamp, time.GetTimestamp());
        return plays;
    }

    /// <summary>Says by which connection its bytes come.</summary>
    public void ReadsFrom(IFeatureCollection features) => _hasMore = ReadableBytes.Of(features);

    /// <summary>Sets how it is closed; a close that was asked for before happens now.</summary>
    public void ClosedBy(Action<WebSocketCloseStatus, string> close)
    {
        _close = close;
        Interlocked.MemoryBarrier();
        if (_goodbye is { } goodbye)
            close(goodbye.Status, goodbye.Reason);
    }

    /// <summary>Closes it; does not wait.</summary>
    public void Close(WebSocketCloseStatus status, string reason)
    {
        _goodbye = new Goodbye(status, reason);
        Interlocked.MemoryBarrier();
        _close?.Invoke(status, reason);
    }

    private sealed record Goodbye(WebSocketCloseStatus Status, string Reason);
}
