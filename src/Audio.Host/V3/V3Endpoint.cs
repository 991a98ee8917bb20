using System.Net.WebSockets;
using Audio.Core.Wires.Json;
using Audio.Core.Wires.Transports;
using Audio.Host.Clients;
using Audio.Host.Transports;

namespace Audio.Host.V3;

/// <summary>Serves clients of version 2 and 3.</summary>
internal sealed partial class V3Endpoint(
    ClientRegistry clients,
    JsonServer server,
    MessageMemory memory,
    ILogger<V3Endpoint> logger
)
{
    /// <summary>Serves a client until its connection ends.</summary>
    public async Task ServeAsync(ConnectedClient client, WebSocket socket)
    {
        var transport = new WebSocketTransport(socket, memory);
        JsonConnection connection = server.Accept(client, transport);
        LogConnected(logger, client.Id, client.UserAgent);
        var last = new TransportMessage(TransportMessageKind.Lost);
        try
        {
            using (transport)
            {
                client.ClosedBy((status, reason) => connection.Close((int)status, reason));
                client.HasSound = () => connection.HasSound;
                client.MayBeInactive = () => connection.MayBeInactive;
                client.Left = connection.PeerIsGone;
                last = await connection.RunAsync();
            }
        }
        finally
        {
            // Even after a fault: a session ends when its client is gone.
            clients.Remove(client);
            LogDisconnected(logger, client.Id, last.Kind, last.CloseCode);
            await connection.EndAsync(last);
        }
    }

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
}
