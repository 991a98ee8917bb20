using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.V4;

/// <summary>
/// The clients of one server by their resume tokens, and the one connection that has each of them. A token is 256
/// random bits and can be used once. Only its hash is stored, so a lookup takes no longer for a better guess. Any
/// thread.
/// </summary>
/// <remarks>
/// Who has a client changes in one step under the lock; what follows from it is done afterwards. A connection that has
/// been taken over takes nobody over any more. So connections that resume each other never wait in a circle: each of
/// them would have to be taken after the next one.
/// </remarks>
internal sealed partial class V4ResumeRegistry(V4ServerOptions options, TimeProvider time, ILogger logger)
{
    private const int TokenBytes = 32;

    private readonly Lock _lock = new();

    // Guarded by the lock.
    private readonly Dictionary<string, V4Place> _places = [];
    private readonly LinkedList<V4Place> _waiting = [];

    /// <summary>Makes a token for a new client.</summary>
    /// <param name="client">The client.</param>
    /// <param name="connection">Its connection.</param>
    public string Issue(V4Client client, V4Connection connection)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        lock (_lock)
            _places[Hash(token)] = new V4Place(client) { Holder = connection };
        return token;
    }

    /// <summary>
    /// Consumes a token: its client now belongs to the connection that asks, under the token of that connection. The
    /// client that the connection had is forgotten.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="newcomer">The client that the connection has.</param>
    /// <param name="connection">The connection that asks.</param>
    /// <returns><see langword="null"/> if the token is no good, or the connection has been taken over itself.</returns>
    public V4Handover? Take(string token, V4Client newcomer, V4Connection connection)
    {
        lock (_lock)
        {
            if (
                Find(newcomer) is not { } own
                || own.Holder != connection
                || !_places.TryGetValue(Hash(token), out V4Place? place)
                || place == own
            )
            {
                return null;
            }

            StopWaiting(own);
            StopWaiting(place);
            _places.Remove(Hash(token));
            V4Connection? from = place.Holder;
            if (from is not null)
                place.Left = place.Left.IsCompleted ? from.WhenLeft : Task.WhenAll(place.Left, from.WhenLeft);
            V4Client client = place.Client;
            client.Detach();
            var handover = new V4Handover(place, from, place.Left, own, client.Id, client.Token);
            own.Holder = null;
            client.Become(newcomer.Id, newcomer.Token);
            place.Holder = connection;
            _places[Hash(client.Token)] = place;
            return handover;
        }
    }

    /// <summary>
    /// Undoes a hand-over that took too long: the client is away and can be resumed with its old token, and the
    /// connection has again what it had. If that was taken over meanwhile, nothing changes.
    /// </summary>
    public void PutBack(V4Handover handover, V4Connection connection)
    {
        V4Place place = handover.Place;
        V4Place newcomer = handover.Newcomer;
        lock (_lock)
        {
            if (Find(place.Client) != place || place.Holder != connection)
                return;
            _places[Hash(newcomer.Client.Token)] = newcomer;
            newcomer.Holder = connection;
            place.Holder = null;
            place.Client.Become(handover.FormerId, handover.FormerToken);
            _places[Hash(handover.FormerToken)] = place;
        }
        Wait(place.Client);
    }

    /// <summary>Whether a connection still has a client.</summary>
    public bool Has(V4Connection connection, V4Client client)
    {
        lock (_lock)
            return Find(client)?.Holder == connection;
    }

    /// <summary>Forgets a client that has left in good order.</summary>
    /// <returns>Whether the connection still had it.</returns>
    public bool Leave(V4Client client, V4Connection connection)
    {
        lock (_lock)
        {
            if (Find(client) is not { } place || place.Holder != connection)
                return false;
            _places.Remove(Hash(client.Token));
            place.Holder = null;
            StopWaiting(place);
            client.Detach();
            return true;
        }
    }

    /// <summary>Waits for a client whose connection was cut, unless another connection has it.</summary>
    public void Lose(V4Client client, V4Connection connection)
    {
        lock (_lock)
        {
            if (Find(client) is not { } place || place.Holder != connection)
                return;
            place.Holder = null;
            client.Detach();
        }
        Wait(client);
    }

    /// <summary>Waits for a client to come back, and gives it up when the window is over.</summary>
    public void Wait(V4Client client)
    {
        V4Place? oldest = null;
        lock (_lock)
        {
            if (Find(client) is not { Window: null } place)
                return; // its token was used meanwhile, or it is waited for already
            _waiting.AddLast(place);
            place.Window = time.CreateTimer(
                _ => GiveUp(place),
                state: null,
                options.ResumeWindow,
                Timeout.InfiniteTimeSpan
            );
            if (_waiting.Count > options.MaxWaiting)
                oldest = _waiting.First!.Value;
        }
        if (oldest is not null)
            GiveUp(oldest);
    }

    private static string Hash(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private V4Place? Find(V4Client client) =>
        _places.TryGetValue(Hash(client.Token), out V4Place? place) && place.Client == client ? place : null;

    private void GiveUp(V4Place place)
    {
        lock (_lock)
        {
            if (!StopWaiting(place))
                return; // resumed just now
            if (Find(place.Client) == place)
                _places.Remove(Hash(place.Client.Token));
        }
        LogGivenUp(logger, place.Client.Id);
        place.Client.GiveUp();
    }

    private bool StopWaiting(V4Place place)
    {
        if (place.Window is not { } window)
            return false;
        window.Dispose();
        place.Window = null;
        return _waiting.Remove(place);
    }

    [LoggerMessage(
        EventId = LogEvents.V4ClientGivenUp,
        Level = LogLevel.Information,
        Message = "{Client} has not come back; its sessions end with what they hold"
    )]
    private static partial void LogGivenUp(ILogger logger, string client);
}
