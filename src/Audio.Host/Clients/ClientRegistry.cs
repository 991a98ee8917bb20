using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using Audio.Core.Wires.Transports;
using Audio.Host.Options;

namespace Audio.Host.Clients;

/// <summary>The connected clients. Any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer has nothing to dispose of.")]
internal sealed class ClientRegistry(DaemonOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ConnectedClient> _clients = new();
    private readonly CancellationTokenSource _closed = new();
    private long _lastNumber;
    private int _count;
    private volatile bool _closing;

    /// <summary>The connections of clients and uploads, watched while they are held back.</summary>
    public HeldConnections Held { get; } = new(time);

    /// <summary>All connected clients, oldest connection first.</summary>
    public IReadOnlyList<ConnectedClient> All =>
        [
            .. _clients
                .Values.Where(client => !client.IsDismissed)
                .OrderBy(client => client.ConnectedAt)
                .ThenBy(client => client.Id.Length)
                .ThenBy(client => client.Id),
        ];

    /// <summary>The number of connected clients.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether new clients are refused because the daemon is stopping.</summary>
    public bool IsClosing => _closing;

    /// <summary>Cancelled when the stopping daemon no longer waits for sound and closes all clients.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>
    /// Registers a new client; <see langword="null"/> if the limit is reached or the daemon is stopping.
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
        client.Leaving = () => Dismiss(client);
        client.Connection = Held.Watch(
            () => client.Peer,
            _ =>
            {
                Dismiss(client);
                client.Left?.Invoke();
            }
        );
        _clients[client.Id] = client;
        return client;
    }

    /// <summary>
    /// No longer counts a client whose peer is gone, although its connection has still something to be taken.
    /// </summary>
    public void Dismiss(ConnectedClient client)
    {
        if (client.Dismiss())
            Interlocked.Decrement(ref _count);
    }

    /// <summary>Removes a client whose connection has ended.</summary>
    public void Remove(ConnectedClient client)
    {
        if (!_clients.TryRemove(KeyValuePair.Create(client.Id, client)))
            return;
        client.Connection?.Dispose();
        Dismiss(client);
    }

    /// <summary>Refuses every new client from now on.</summary>
    public void Lock() => _closing = true;

    /// <summary>Closes all clients.</summary>
    public void CloseAll(WebSocketCloseStatus status, string reason)
    {
        _closed.Cancel();
        foreach (ConnectedClient client in _clients.Values)
            client.Close(status, reason);
    }
}
