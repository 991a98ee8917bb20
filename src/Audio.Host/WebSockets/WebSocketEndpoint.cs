using System.Net.WebSockets;
using Audio.Host.Clients;
using Audio.Host.Options;
using Audio.Host.Transports;
using Audio.Host.V3;
using Audio.Host.V4;
using Audio.Protocol.V4;

namespace Audio.Host.WebSockets;

/// <summary>
/// Serves <c>/</c>, and WebSockets on any path: accepts a WebSocket client and serves it until it disconnects.
/// </summary>
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
            IList<string> offered = context.WebSockets.WebSocketRequestedProtocols;
            bool isV4 = offered.Contains(V4Wire.Subprotocol);
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext
                {
                    KeepAliveInterval = Timeout.InfiniteTimeSpan,
                    SubProtocol = isV4 ? V4Wire.Subprotocol : Echoed(offered),
                }
            );
            await (isV4 ? v4.ServeAsync(client, socket) : v3.ServeAsync(client, socket));
        }
        finally
        {
            clients.Remove(client);
        }
    }

    /// <summary>
    /// The first subprotocol offered, as the daemon of version 2 did: libraries give up when none is agreed on. But no
    /// version of ours that is not spoken.
    /// </summary>
    private static string? Echoed(IList<string> offered) =>
        offered.Count > 0 && !offered[0].StartsWith("audio.", StringComparison.Ordinal) && IsToken(offered[0])
            ? offered[0]
            : null;

    private static bool IsToken(string name) =>
        name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));

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
