using System.Net;
using System.Net.WebSockets;
using Audio.Client.Transports;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>Opens a transport to an endpoint.</summary>
internal sealed class TransportFactory(HttpMessageInvoker http)
{
    /// <summary>Connects.</summary>
    /// <exception cref="AudioConnectionException">There is a server, but it does not speak version 4.</exception>
    public async ValueTask<IClientTransport> OpenAsync(
        AudioDaemonEndpoint endpoint,
        CancellationToken cancellationToken
    )
    {
        if (endpoint.Factory is { } factory)
            return new PipeTransport(await factory(cancellationToken).ConfigureAwait(false));
        if (endpoint.SocketPath is { } path)
            return await LocalTransports.OpenUnixAsync(path, cancellationToken).ConfigureAwait(false);
        if (endpoint.PipeName is { } name)
            return await LocalTransports.OpenNamedPipeAsync(name, cancellationToken).ConfigureAwait(false);
        return await OpenWebSocketAsync(endpoint, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IClientTransport> OpenWebSocketAsync(
        AudioDaemonEndpoint endpoint,
        CancellationToken cancellationToken
    )
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol(V4Wire.Subprotocol);
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.KeepAliveInterval = TimeSpan.Zero; // KeepAlive pings the daemon, not its web server
            await socket.ConnectAsync(endpoint.Uri!, http, cancellationToken).ConfigureAwait(false);
            if (socket.SubProtocol != V4Wire.Subprotocol)
            {
                throw new AudioConnectionException(
                    AudioDaemonErrorKind.Incompatible,
                    $"The server at {endpoint} does not speak version 4 of the protocol; update the daemon."
                );
            }
            return new WebSocketTransport(socket);
        }
        catch (WebSocketException e) when ((int)socket.HttpStatusCode != 0)
        {
            AudioConnectionException refusal = Refusal(endpoint, socket.HttpStatusCode, e);
            socket.Dispose();
            throw refusal;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>There is a server, but it did not upgrade the connection to a WebSocket.</summary>
    private static AudioConnectionException Refusal(
        AudioDaemonEndpoint endpoint,
        HttpStatusCode status,
        Exception inner
    ) =>
        status switch
        {
            HttpStatusCode.ServiceUnavailable => new(
                AudioDaemonErrorKind.Unreachable,
                $"The daemon at {endpoint} accepts no clients now: "
                    + "it has the maximum number of them, or is shutting down. Try again later.",
                inner
            ),
            HttpStatusCode.Forbidden => new(
                AudioDaemonErrorKind.Refused,
                $"The daemon at {endpoint} does not accept the host name '{endpoint.Uri!.Host}'. "
                    + $"Use localhost, or start the daemon with --allow-host {endpoint.Uri.Host}.",
                inner
            ),
            _ => new(
                AudioDaemonErrorKind.Incompatible,
                $"The server at {endpoint} did not upgrade the connection to a WebSocket (HTTP {(int)status}). "
                    + "If it is not a daemon, name the right port.",
                inner
            ),
        };
}
