using System.Net.WebSockets;
using Audio.Host.Clients;
using Audio.Host.Options;
using Audio.Host.Transports;
using Audio.Host.V3;
using Audio.Host.V4;
using Audio.Protocol.V4;

namespace Audio.Host.WebSockets;

/// <summary>Serves <c>/</c>: accepts a WebSocket client and serves it until it disconnects.</summary>
internal sealed partial class WebSocketEndpoint(
    ClientRegistry clients,
    V3Endpoint v3,
    V4Endpoint v4,
    DaemonOptions options,
    ILogger<WebSocketEndpoint> logger
)
{
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await WelcomePage.AnswerAsync(context);
            return;
        }
        if (clients.TryAdd(context.Request.Headers.UserAgent) is not { } client)
        {
            string reason = clients.IsClosing
                ? "The daemon is shutting down."
                : $"{options.MaxClients} clients are connected, which is the limit; try again later.";
            LogTurnedAway(logger, reason);
            await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, reason);
            return;
        }

        try
        {
            client.ReadsFrom(context.Features);
            ObservedUpgrade.OnReceived(context.Features, client.Touch);
            bool isV4 = context.WebSockets.WebSocketRequestedProtocols.Contains(V4Wire.Subprotocol);
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext
                {
                    KeepAliveInterval = Timeout.InfiniteTimeSpan,
                    SubProtocol = isV4 ? V4Wire.Subprotocol : null,
                }
            );
            await (isV4 ? v4.ServeAsync(client, socket) : v3.ServeAsync(client, socket));
        }
        finally
        {
            clients.Remove(client);
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n");
    }

    [LoggerMessage(
        EventId = LogEvents.ClientTurnedAway,
        Level = LogLevel.Warning,
        Message = "Refused a client: {Reason}"
    )]
    private static partial void LogTurnedAway(ILogger logger, string reason);
}
