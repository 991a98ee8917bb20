using System.Runtime.CompilerServices;
using Audio.Core.Wires.Transports;
using Audio.Host.Clients;
using Audio.Host.Options;
using Audio.Protocol.V4;
using Microsoft.AspNetCore.Connections;

namespace Audio.Host.V4;

/// <summary>
/// Serves version 4 on the local socket (on Windows: a named pipe): the same messages, each preceded by its length and
/// kind.
/// </summary>
internal sealed class LocalSocketHandler(
    V4Endpoint endpoint,
    ClientRegistry clients,
    MessageMemory memory,
    DaemonOptions options,
    TimeProvider time
) : ConnectionHandler
{
    /// <summary>The name of a client that does not tell its own.</summary>
    public const string UserAgent = "local socket";

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var pipe = new PipeTransport(connection.Transport, options.MaxMessageBytes, memory);
        ConnectedClient? client = clients.TryAdd(UserAgent);
        client?.ReadsFrom(connection.Features);
        try
        {
            if (client is null)
                await TurnAwayAsync(pipe);
            else
                await endpoint.ServeAsync(client, new TouchingTransport(pipe, client));
        }
        finally
        {
            if (client is not null)
                clients.Remove(client);
            await pipe.CompleteAsync();
        }
    }

    private async Task TurnAwayAsync(PipeTransport pipe)
    {
        (string code, string reason) = clients.IsClosing
            ? (V4ErrorCodes.ShuttingDown, "The daemon is shutting down")
            : (
                V4ErrorCodes.TooManyClients,
                $"{options.MaxClients} clients are connected, which is the limit; try again later"
            );
        try
        {
            await pipe.SendAsync(
                V4ServerMessages.Write(
                    new V4Error(reason, time.GetUtcNow().ToUnixTimeMilliseconds(), code, V4ErrorCodes.IsRetryable(code))
                )
            );
        }
        catch (IOException)
        {
            // The client is already gone.
        }
    }

    /// <summary>Notes activity of the client.</summary>
    private sealed class TouchingTransport(IMessageTransport transport, ConnectedClient client) : IMessageTransport
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<TransportMessage> ReceiveAsync()
        {
            client.Release();
            TransportMessage message = await transport.ReceiveAsync();
            client.HasRead();
            return message;
        }

        public bool HasMore => transport.HasMore || client.HasMore;

        // Nobody else may open the socket or the pipe.
        public bool IsOwnUser => true;

        public ValueTask SendAsync(ReadOnlyMemory<byte> json) => transport.SendAsync(json);

        public ValueTask CloseAsync(int code, string reason) => transport.CloseAsync(code, reason);

        public void Abort() => transport.Abort();
    }
}
