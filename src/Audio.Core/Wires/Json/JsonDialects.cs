using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V2;
using Audio.Core.Wires.V3;
using Audio.Protocol;
using Audio.Protocol.V2;

namespace Audio.Core.Wires.Json;

/// <summary>
/// The dialect of a client, which its first message tells. Until then it is answered as version 3, which is harmless,
/// and greeted for version 2 if it stays silent. One receiving loop.
/// </summary>
internal sealed class JsonDialects
{
    /// <summary>
    /// How long a client may be silent before the greeting of version 2, which a client of version 3 has not asked for.
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(1.5);

    // Immutable.
    private readonly JsonServer _server;
    private readonly IWireClient _client;
    private readonly IReplies _replies;
    private readonly V3Dialect _v3;
    private readonly V2Rest _greeting;

    // Receiving loop.
    private V2Dialect? _v2;
    private bool _hasSpoken;

    // Written by the receiving loop.
    private volatile int _version; // 0: not known

    public JsonDialects(JsonServer server, IWireClient client, IReplies replies)
    {
        _server = server;
        _client = client;
        _replies = replies;
        _v3 = new V3Dialect(client, server.Engine, replies, server.Time, server.Logger, server.Options.V3Etiquette);
        _greeting = new V2Rest(server.Time, Silence, () => client.HasMore, Greet);
    }

    /// <summary>2, 3, or 0: not known yet. Any thread.</summary>
    public int Version => _version;

    /// <summary>Sends the first message of every connection.</summary>
    public ValueTask WelcomeAsync()
    {
        _greeting.Begin();
        return _v3.WelcomeAsync();
    }

    /// <summary>Whether a message that has begun like this is taken in pieces. Also while reading ahead.</summary>
    public bool ComesInPieces(ReadOnlyMemory<byte> soFar)
    {
        if (_version == 0 && soFar.Length <= FirstMessage.MaxBytes)
            _version = FirstMessage.VersionOf(soFar.Span, isWhole: false);
        return _version == 2;
    }

    /// <summary>Handles a message, or a piece of one.</summary>
    /// <param name="bytes">UTF-8 JSON; borrowed until the returned task completes.</param>
    /// <param name="isEnd">Whether the message ends with it.</param>
    /// <param name="arrival">When it arrived: <see cref="TimeProvider.GetTimestamp"/>.</param>
    public ValueTask ReceiveAsync(ReadOnlyMemory<byte> bytes, bool isEnd, long arrival)
    {
        if (!_hasSpoken)
            _greeting.Forget(); // it takes a lock
        _hasSpoken = true;
        if (_version == 0)
            _version = FirstMessage.VersionOf(bytes.Span, isWhole: true);
        return _version == 2
            ? (_v2 ??= _server.V2.Accept(_client, _v3.Pipe, _replies)).ReceiveAsync(bytes, isEnd, arrival)
            : _v3.ReceiveAsync(bytes, arrival);
    }

    /// <summary>Ends the connection; what arrived is played to the end.</summary>
    /// <param name="inOrder">Closed with 1000.</param>
    public async ValueTask CloseAsync(bool inOrder)
    {
        await _greeting.StopAsync().ConfigureAwait(false);
        if (_v2 is not null)
            await _v2.CloseAsync(inOrder).ConfigureAwait(false);
        await _v3.CloseAsync(inOrder).ConfigureAwait(false);
    }

    private void Greet()
    {
        long now = _server.Time.GetUtcNow().ToUnixTimeMilliseconds();
        _replies.TrySend(V2ServerMessages.Greeting(_client.Id, now));
    }
}
