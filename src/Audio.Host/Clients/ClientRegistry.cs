using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using Audio.Host.Options;

namespace Audio.Host.Clients;

/// <summary>Who is connected. Any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing to give back.")]
internal sealed class ClientRegistry(DaemonOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ConnectedClient> _clients = new();
    private readonly CancellationTokenSource _closed = new();
    private long _lastNumber;
    private int _count;
    private volatile bool _closing;

    /// <summary>Everybody, in the order they came.</summary>
    public IReadOnlyList<ConnectedClient> All =>
        [
            .. _clients
                .Values.OrderBy(client => client.ConnectedAt)
                .ThenBy(client => client.Id.Length)
                .ThenBy(client => client.Id),
        ];

    /// <summary>How many.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether newcomers are turned away because the daemon stops.</summary>
    public bool IsClosing => _closing;

    /// <summary>Cancelled when the stopping daemon waits for sound no longer and closes everybody.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>
    /// Lets a client in, or gives <see langword="null"/> where there are as many as may be, or the daemon stops.
    /// </summary>
    public ConnectedClient? TryAdd(string? userAgent)
    {
        if (_closing)
            return null;
        if (Interlocked.Increment(ref _count) > options.MaxClients)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }
        var client = new ConnectedClient(
            $"client_{Interlocked.Increment(ref _lastNumber)}",
            string.IsNullOrEmpty(userAgent) ? "unknown" : userAgent,
            time
        );
        _clients[client.Id] = client;
        return client;
    }

    /// <summary>It is gone.</summary>
    public void Remove(ConnectedClient client)
    {
        if (_clients.TryRemove(KeyValuePair.Create(client.Id, client)))
            Interlocked.Decrement(ref _count);
    }

    /// <summary>From here on nobody is let in.</summary>
    public void Lock() => _closing = true;

    /// <summary>Closes everybody.</summary>
    public void CloseAll(WebSocketCloseStatus status, string reason)
    {
        _closed.Cancel();
        foreach (ConnectedClient client in _clients.Values)
            client.Close(status, reason);
    }
}
