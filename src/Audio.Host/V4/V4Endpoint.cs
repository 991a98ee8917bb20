using System.Net.WebSockets;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Host.Clients;
using Audio.Host.Transports;

namespace Audio.Host.V4;

/// <summary>Serves version 4 clients over any transport.</summary>
internal sealed partial class V4Endpoint(V4Server server, MessageMemory memory, ILogger<V4Endpoint> logger)
{
    /// <summary>Serves a WebSocket client that asked for <c>audio.v4</c>.</summary>
    public async Task ServeAsync(ConnectedClient client, WebSocket socket)
    {
        using var transport = new WebSocketTransport(socket, memory)
        {
            MoreIsReadable = () => client.HasMore,
            OwnUser = () => client.IsOwnUser,
            Receiving = client.Release,
            Received = client.HasRead,
        };
        await ServeAsync(client, transport);
    }

    /// <summary>Serves a client until its connection ends.</summary>
    public async Task ServeAsync(ConnectedClient client, IMessageTransport transport)
    {
        V4Connection connection = server.Accept(transport, client.Id);
        client.HasSessions = () => connection.HasSessions;
        client.Left = connection.PeerIsGone;
        client.ClosedBy((status, reason) => connection.Close((int)status, reason));
        LogConnected(logger, client.Id, client.UserAgent);
        try
        {
            await connection.RunAsync();
        }
        finally
        {
            LogDisconnected(logger, client.Id);
        }
    }

    [LoggerMessage(
        EventId = LogEvents.V4ClientConnected,
        Level = LogLevel.Information,
        Message = "{Client} connected, version 4 ({UserAgent})"
    )]
    private static partial void LogConnected(ILogger logger, string client, string userAgent);

    [LoggerMessage(
        EventId = LogEvents.V4ClientDisconnected,
        Level = LogLevel.Information,
        Message = "{Client} disconnected, version 4"
    )]
    private static partial void LogDisconnected(ILogger logger, string client);
}
