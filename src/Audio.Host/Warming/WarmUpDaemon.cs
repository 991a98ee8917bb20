using System.IO.Pipelines;
using System.Net.WebSockets;
using Audio.Core.Engine;
using Audio.Core.Wires.Json;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Host.Clients;
using Audio.Host.Http.Play;
using Audio.Host.Options;
using Audio.Host.Transports;
using Audio.Host.V3;
using Audio.Host.V4;
using Audio.Host.WebSockets;
using Audio.Protocol.V4;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Warming;

/// <summary>
/// A second set of endpoints that plays to a null sink, logs nothing, and keeps its clients separate from the daemon's.
/// </summary>
internal sealed class WarmUpDaemon : IAsyncDisposable
{
    private static readonly PipeOptions InMemory = new(useSynchronizationContext: false);

    private readonly DaemonOptions _options = new();
    private readonly TimeProvider _time;
    private readonly AudioEngine _engine;
    private readonly ClientRegistry _clients;
    private readonly MessageMemory _memory;
    private readonly V4Endpoint _v4;
    private readonly WebSocketEndpoint _endpoint;
    private readonly PlayEndpoint _play; // shared, because it numbers its sessions

    public WarmUpDaemon(TimeProvider time)
    {
        _time = time;
        _engine = AudioEngine.Create(static options => options.Sink = options.Sink with { Sink = "null" }, time);
        _engine.Start();
        _clients = new ClientRegistry(_options, time);
        _memory = new MessageMemory(_options.MaxMessageBytes, _options.MaxMessagesBytes);
        _v4 = new V4Endpoint(new V4Server(_engine, time: time), _memory, NullLogger<V4Endpoint>.Instance);
        _play = new PlayEndpoint(_engine, _clients, _options, time, NullLogger<PlayEndpoint>.Instance);
        _endpoint = new WebSocketEndpoint(
            _clients,
            new V3Endpoint(
                _clients,
                new JsonServer(_engine, _options.Json, time, NullLogger.Instance),
                _memory,
                NullLogger<V3Endpoint>.Instance
            ),
            _v4,
            _options,
            NullLogger<WebSocketEndpoint>.Instance
        );
    }

    public AudioEngine Engine => _engine;

    public TimeProvider Time => _time;

    /// <summary>Plays a body.</summary>
    public Task PlayAsync(byte[] body, string query) => PlayWarmUp.RunAsync(_play, body, query);

    /// <summary>Serves a WebSocket client of version 3 or 4.</summary>
    /// <returns>The client's end, and a task that completes when the client has been served.</returns>
    public (WebSocket Client, Task Served) Connect(bool isV4)
    {
        (PipeStream client, PipeStream server) = PipeStream.Pair(InMemory);
        string? protocol = isV4 ? V4Wire.Subprotocol : null;
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpWebSocketFeature>(new Upgrade(server, protocol));
        if (isV4)
            context.Request.Headers.SecWebSocketProtocol = protocol;
        return (
            WebSocket.CreateFromStream(client, new WebSocketCreationOptions { SubProtocol = protocol }),
            _endpoint.ServeAsync(context)
        );
    }

    /// <summary>Serves a client of the local socket.</summary>
    public (PipeStream Client, Task Served) ConnectLocal()
    {
        (PipeStream client, PipeStream server) = PipeStream.Pair(InMemory);
        return (
            client,
            _v4.ServeAsync(
                _clients.TryAdd(LocalSocketHandler.UserAgent)!,
                new PipeTransport(server, _options.MaxMessageBytes, _memory)
            )
        );
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private sealed class Upgrade(Stream stream, string? protocol) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => true;

        public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) =>
            Task.FromResult(
                WebSocket.CreateFromStream(
                    stream,
                    new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol }
                )
            );
    }
}
