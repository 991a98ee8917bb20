using System.Net.WebSockets;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Wires;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V3;
using Audio.Host.Clients;
using Audio.Host.Options;
using Audio.Host.Transports;

namespace Audio.Host.V3;

/// <summary>Serves version 3 clients.</summary>
internal sealed partial class V3Endpoint(
    ClientRegistry clients,
    AudioEngine engine,
    MessageMemory memory,
    DaemonOptions options,
    TimeProvider time,
    ILogger<V3Endpoint> logger
)
{
    /// <summary>Serves a client until its connection ends.</summary>
    public async Task ServeAsync(ConnectedClient client, WebSocket socket)
    {
        var transport = new WebSocketTransport(socket, memory);
        var outbox = new Outbox(transport, time, readsOn: true); // it cannot resume, so what it sent is played
        var dialect = new V3Dialect(client, engine, outbox, time, logger, options.V3Etiquette);
        LogConnected(logger, client.Id, client.UserAgent);
        var last = new TransportMessage(TransportMessageKind.Lost);
        try
        {
            using (transport)
            {
                try
                {
                    client.ClosedBy((status, reason) => outbox.Close((int)status, reason));
                    client.HasSound = () =>
                        engine.Sessions.Any(session => session.Owner == client.Id && HasSound(session));
                    client.Left = () => Abandon(client, inOrder: false);
                    await dialect.WelcomeAsync();
                    last = await ReceiveAllAsync(client, transport, outbox, dialect);
                }
                finally
                {
                    await outbox.CompleteAsync();
                }
            }
        }
        finally
        {
            // Even after a fault: a session ends when its client is gone.
            clients.Remove(client);
            LogDisconnected(logger, client.Id, last.Kind, last.CloseCode);
            ValueTask closing = dialect.CloseAsync(IsInOrder(last));
            Abandon(client, IsInOrder(last));
            await closing;
        }
    }

    /// <returns>How the connection ended.</returns>
    private async Task<TransportMessage> ReceiveAllAsync(
        ConnectedClient client,
        WebSocketTransport transport,
        Outbox outbox,
        V3Dialect dialect
    )
    {
        var budget = new WireBudget();
        while (true)
        {
            TransportMessage message = await transport.ReceiveAsync();
            ReadOnlyMemory<byte> data = message.Data.First; // complete: a WebSocket message is one segment
            long arrival = time.GetTimestamp();
            switch (message.Kind)
            {
                case TransportMessageKind.Json or TransportMessageKind.ChunkFrame when !outbox.IsClosing:
                    client.Touch();
                    ValueTask taking = dialect.ReceiveAsync(data, arrival);
                    if (taking.IsCompletedSuccessfully)
                    {
                        taking.GetAwaiter().GetResult();
                    }
                    else
                    {
                        client.Connection?.Hold();
                        await transport.ReadAheadAsync(taking, ended: end =>
                        {
                            Answer(outbox, end);
                            clients.Dismiss(client);
                            Abandon(client, IsInOrder(end));
                        });
                        client.Connection?.Release();
                    }

                    break;
                case TransportMessageKind.TooLarge when !outbox.IsClosing:
                    // Read and drop the rest: closing with unread bytes would reset the connection,
                    // and the client would not see the reason.
                    LogTooLarge(logger, client.Id, options.MaxMessageBytes);
                    outbox.Close(
                        (int)WebSocketCloseStatus.MessageTooBig,
                        $"A message has at most {options.MaxMessageBytes} bytes"
                    );
                    break;
                case TransportMessageKind.Closed or TransportMessageKind.Lost:
                    Answer(outbox, message);
                    return message;
            }
            await budget.SpendAsync(data.Length, time.GetElapsedTime(arrival));
        }
    }

    private static void Answer(Outbox outbox, TransportMessage end) =>
        outbox.AnswerClose(end.Kind == TransportMessageKind.Closed ? end.CloseCode : TransportMessage.NormalClosure);

    private static bool IsInOrder(TransportMessage end) =>
        end is { Kind: TransportMessageKind.Closed, CloseCode: TransportMessage.NormalClosure };

    /// <summary>Its sessions are still played; a paused one ends now, unless the client has left in order.</summary>
    private void Abandon(ConnectedClient client, bool inOrder)
    {
        foreach (AudioSession session in engine.Sessions.Where(session => session.Owner == client.Id))
            session.Abandon(options.InactiveTimeout, endsIfPaused: !inOrder);
    }

    /// <summary>Whether any of its sound is still to be heard.</summary>
    private static bool HasSound(AudioSession session) =>
        session.State == SessionState.Draining
        || session.State != SessionState.Ended && session.Statistics.Buffered > TimeSpan.Zero;

    [LoggerMessage(
        EventId = LogEvents.ClientConnected,
        Level = LogLevel.Information,
        Message = "{Client} connected ({UserAgent})"
    )]
    private static partial void LogConnected(ILogger logger, string client, string userAgent);

    [LoggerMessage(
        EventId = LogEvents.ClientDisconnected,
        Level = LogLevel.Information,
        Message = "{Client} disconnected ({Kind}, {CloseStatus})"
    )]
    private static partial void LogDisconnected(
        ILogger logger,
        string client,
        TransportMessageKind kind,
        int closeStatus
    );

    [LoggerMessage(
        EventId = LogEvents.MessageTooLong,
        Level = LogLevel.Warning,
        Message = "{Client} sent a message of more than {MaxBytes} bytes; closing it"
    )]
    private static partial void LogTooLarge(ILogger logger, string client, int maxBytes);
}
