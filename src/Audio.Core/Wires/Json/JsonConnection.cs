using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Protocol.V2;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Wires.Json;

/// <summary>One connection of a client of version 2 or 3. Any thread, except where noted.</summary>
public sealed partial class JsonConnection
{
    private const int MessageTooBig = 1009; // RFC 6455, section 7.4.1

    // Immutable.
    private readonly JsonServer _server;
    private readonly IWireClient _client;
    private readonly IPieceTransport _transport;
    private readonly Outbox _outbox;
    private readonly JsonDialects _dialects;

    internal JsonConnection(JsonServer server, IWireClient client, IPieceTransport transport)
    {
        _server = server;
        _client = client;
        _transport = transport;
        _outbox = new Outbox(transport, server.Time, readsOn: true); // it cannot resume, so what it sent is played
        _dialects = new JsonDialects(server, client, _outbox);
        transport.ComesInPieces = _dialects.ComesInPieces;
    }

    /// <summary>
    /// Whether it is closed when it has been silent for long. A version 2 client may be silent for hours, and does not
    /// connect again.
    /// </summary>
    public bool MayBeInactive => _dialects.Version == 3;

    /// <summary>Whether any of its sound is still to be heard.</summary>
    public bool HasSound =>
        _server
            .SessionsOf(_client)
            .Any(static session =>
                session.State == SessionState.Draining
                || (session.State != SessionState.Ended && session.Statistics.Buffered > TimeSpan.Zero)
            );

    /// <summary>Sends what is queued and closes the connection; does not wait.</summary>
    /// <param name="code">A close code of RFC 6455, section 7.4.</param>
    /// <param name="reason">For people; at most 123 bytes.</param>
    public void Close(int code, string reason) => _outbox.Close(code, reason);

    /// <summary>Its peer has gone, and not in order: a paused session ends.</summary>
    public void PeerIsGone() => Abandon(inOrder: false);

    /// <summary>Serves the client until its connection ends. Once.</summary>
    /// <returns>How it has ended.</returns>
    public async Task<TransportMessage> RunAsync()
    {
        try
        {
            await _dialects.WelcomeAsync().ConfigureAwait(false);
            return await ReceiveAllAsync().ConfigureAwait(false);
        }
        finally
        {
            await _outbox.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The connection has ended: what arrived is played. After <see cref="RunAsync"/>.</summary>
    /// <param name="last">How it has ended.</param>
    public async ValueTask EndAsync(TransportMessage last)
    {
        ValueTask closing = _dialects.CloseAsync(IsInOrder(last));
        Abandon(IsInOrder(last));
        await closing.ConfigureAwait(false);
    }

    private async Task<TransportMessage> ReceiveAllAsync()
    {
        var budget = new WireBudget();
        while (true)
        {
            TransportMessage message = await _transport.ReceiveAsync().ConfigureAwait(false);
            ReadOnlyMemory<byte> data = message.Data.First; // complete: a WebSocket message is one segment
            long arrival = _server.Time.GetTimestamp();
            switch (message.Kind)
            {
                case TransportMessageKind.Json
                or TransportMessageKind.ChunkFrame
                or TransportMessageKind.Piece when !_outbox.IsClosing:
                    _client.Touch();
                    bool isEnd = message.Kind != TransportMessageKind.Piece;
                    await TakeAsync(_dialects.ReceiveAsync(data, isEnd, arrival)).ConfigureAwait(false);
                    break;
                case TransportMessageKind.TooLarge when !_outbox.IsClosing:
                    // Read and drop the rest: closing with unread bytes would reset the connection,
                    // and the client would not see the reason.
                    int most = _dialects.Version == 2 ? V2Wire.MaxMessageBytes : _server.Options.MaxMessageBytes;
                    LogTooLarge(_server.Logger, _client.Id, most);
                    _outbox.Close(MessageTooBig, $"A message has at most {most} bytes");
                    break;
                case TransportMessageKind.Closed or TransportMessageKind.Lost:
                    Answer(message);
                    return message;
            }
            await budget.SpendAsync(data.Length, _server.Time.GetElapsedTime(arrival)).ConfigureAwait(false);
        }
    }

    private async ValueTask TakeAsync(ValueTask taking)
    {
        if (taking.IsCompletedSuccessfully)
        {
            taking.GetAwaiter().GetResult();
            return;
        }

        _client.Hold();
        await _transport
            .ReadAheadAsync(taking, ended: end =>
            {
                Answer(end);
                _client.Leave();
                Abandon(IsInOrder(end));
            })
            .ConfigureAwait(false);
        _client.Release();
    }

    private void Answer(TransportMessage end) =>
        _outbox.AnswerClose(end.Kind == TransportMessageKind.Closed ? end.CloseCode : TransportMessage.NormalClosure);

    private static bool IsInOrder(TransportMessage end) =>
        end is { Kind: TransportMessageKind.Closed, CloseCode: TransportMessage.NormalClosure };

    /// <summary>Its sessions are still played; a paused one ends now, unless the client has left in order.</summary>
    private void Abandon(bool inOrder)
    {
        foreach (AudioSession session in _server.SessionsOf(_client))
            session.Abandon(_server.Options.InactiveTimeout, endsIfPaused: !inOrder);
    }

    [LoggerMessage(
        EventId = LogEvents.MessageTooLong,
        Level = LogLevel.Warning,
        Message = "{Client} sent a message of more than {MaxBytes} bytes; closing it"
    )]
    private static partial void LogTooLarge(ILogger logger, string client, int maxBytes);
}
