using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>
/// The clients of one server by their resume tokens, both connected ones and those whose connection was cut. A token is
/// 256 random bits and can be used once. Only its hash is stored, so a lookup takes no longer for a better guess. Any
/// thread.
/// </summary>
internal sealed partial class V4ResumeRegistry(V4ServerOptions options, TimeProvider time, ILogger logger)
{
    private const int TokenBytes = 32;

    private readonly Lock _lock = new();

    // Guarded by the lock.
    private readonly Dictionary<string, V4Client> _clients = [];
    private readonly LinkedList<Waiting> _waiting = [];

    /// <summary>Makes a new token for a client.</summary>
    public string Issue(V4Client client)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        lock (_lock)
            _clients[Hash(token)] = client;
        return token;
    }

    /// <summary>Consumes a token.</summary>
    /// <returns>Its client, whose sessions now belong to the caller; <see langword="null"/> if there is none.</returns>
    public V4Client? Take(string token)
    {
        lock (_lock)
        {
            if (!_clients.Remove(Hash(token), out V4Client? client))
                return null;
            StopWaiting(client);
            return client;
        }
    }

    /// <summary>Makes a token refer to another client: the one whose sessions its connection has taken over.</summary>
    public void Rename(string token, V4Client client)
    {
        lock (_lock)
            _clients[Hash(token)] = client;
    }

    /// <summary>Forgets a client that is gone for good.</summary>
    public void Forget(V4Client client)
    {
        lock (_lock)
        {
            _clients.Remove(Hash(client.Token));
            StopWaiting(client);
        }
    }

    /// <summary>Waits for a client whose connection was cut, and gives it up when the window is over.</summary>
    public void Wait(V4Client client)
    {
        var waiting = new Waiting(client);
        V4Client? oldest = null;
        lock (_lock)
        {
            // Only while its token is valid: it may have been resumed meanwhile.
            if (!_clients.TryGetValue(Hash(client.Token), out V4Client? known) || known != client)
                return;
            if (_waiting.Any(other => other.Client == client))
                return; // since its peer was found gone
            _waiting.AddLast(waiting);
            waiting.Timer = time.CreateTimer(
                _ => GiveUp(client),
                state: null,
                options.ResumeWindow,
                Timeout.InfiniteTimeSpan
            );
            if (_waiting.Count > options.MaxWaiting)
                oldest = _waiting.First!.Value.Client;
        }
        if (oldest is not null)
            GiveUp(oldest);
    }

    private static string Hash(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private void GiveUp(V4Client client)
    {
        lock (_lock)
        {
            if (!StopWaiting(client))
                return; // resumed just now
            _clients.Remove(Hash(client.Token));
        }
        LogGivenUp(logger, client.Id);
        client.GiveUp();
    }

    private bool StopWaiting(V4Client client)
    {
        for (LinkedListNode<Waiting>? node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Client != client)
                continue;
            node.Value.Timer?.Dispose();
            _waiting.Remove(node);
            return true;
        }
        return false;
    }

    [LoggerMessage(
        EventId = LogEvents.V4ClientGivenUp,
        Level = LogLevel.Information,
        Message = "{Client} has not come back; its sessions end with what they hold"
    )]
    private static partial void LogGivenUp(ILogger logger, string client);

    private sealed class Waiting(V4Client client)
    {
        public V4Client Client => client;

        public ITimer? Timer { get; set; }
    }
}
