using System.Net;
using System.Net.WebSockets;
using Audio.Client.Transports;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>Opens a transport to an endpoint.</summary>
internal sealed class TransportFactory(HttpMessageInvoker http)
{
    /// <summary>Opens it.</summary>
    /// <exception cref="AudioConnectionException">Something answers, but does not speak version 4.</exception>
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
            socket.Options.KeepAliveInterval = TimeSpan.Zero; // KeepAlive asks the daemon itself, not its web server
            await socket.ConnectAsync(endpoint.Uri!, http, cancellationToken).ConfigureAwait(false);
            if (socket.SubProtocol != V4Wire.Subprotocol)
            {
                throw new AudioConnectionException(
                    AudioDaemonErrorKind.Incompatible,
                    $"What answers at {endpoint} does not speak version 4 of the protocol; update the daemon."
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

    /// <summary>Something answers over HTTP, and makes no WebSocket of it.</summary>
    private static AudioConnectionException Refusal(
        AudioDaemonEndpoint endpoint,
        HttpStatusCode status,
        Exception inner
    ) =>
        status switch
        {
            HttpStatusCode.ServiceUnavailable => new(
                AudioDaemonErrorKind.Unreachable,
                $"The daemon at {endpoint} takes no client now: as many are connected as may be, or it stops. Try again later.",
                inner
            ),
            HttpStatusCode.Forbidden => new(
                AudioDaemonErrorKind.Refused,
                $"The daemon at {endpoint} may not be addressed as '{endpoint.Uri!.Host}'. Address it as localhost, or start it with --allow-host {endpoint.Uri.Host}.",
                inner
            ),
            _ => new(
                AudioDaemonErrorKind.Incompatible,
                $"What answers at {endpoint} makes no WebSocket of the connection (HTTP {(int)status}). Is it a daemon? Name the right port.",
                inner
            ),
        };
}
