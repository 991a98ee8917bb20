using System.Net.WebSockets;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Wires.Json;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Host.Clients;
using Audio.Host.Options;
using Audio.Host.Tests.Transports;
using Audio.Host.Tests.V3;
using Audio.Host.V3;
using Audio.Host.V4;
using Audio.Host.WebSockets;
using Audio.Testing.Engines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Tests.WebSockets;

/// <summary>The endpoint at <c>/</c>, on an engine in virtual time and with in-memory sockets.</summary>
internal sealed class EndpointRig
{
    private readonly List<SessionResult> _ended = [];

    public EndpointRig(DaemonOptions? options = null, Action<AudioEngineOptions>? configure = null)
    {
        Options = options ?? new DaemonOptions();
        Test = new TestEngine(engine =>
        {
            engine.MaxChunkBytes = Options.MaxMessageBytes; // as the daemon does
            configure?.Invoke(engine);
        });
        Test.Time.SetUtcNow(DateTimeOffset.FromUnixTimeMilliseconds(DialectRig.Start));
        Test.Engine.SessionEnded.Subscribe(_ended.Add);
        Clients = new ClientRegistry(Options, Test.Time);
        var memory = new MessageMemory(Options.MaxMessageBytes, Options.MaxMessagesBytes);
        var v4 = new V4Endpoint(new V4Server(Test.Engine, time: Test.Time), memory, NullLogger<V4Endpoint>.Instance);
        var server = new JsonServer(Test.Engine, Options.Json, Test.Time, NullLogger<JsonServer>.Instance);
        var v3 = new V3Endpoint(Clients, server, memory, NullLogger<V3Endpoint>.Instance);
        Endpoint = new WebSocketEndpoint(Clients, v3, v4, Options, NullLogger<WebSocketEndpoint>.Instance);
    }

    public DaemonOptions Options { get; }

    public TestEngine Test { get; }

    public ClientRegistry Clients { get; }

    public WebSocketEndpoint Endpoint { get; }

    /// <summary>The results of ended sessions, in order.</summary>
    public IReadOnlyList<SessionResult> Ended => _ended;

    /// <summary>A client that has been welcomed.</summary>
    public async Task<ConnectedClient> ConnectAsync(string? userAgent = null, int bufferBytes = 64 * 1024)
    {
        var pair = new SocketPair(bufferBytes);
        var client = new ConnectedClient(pair, ServeAsync(pair.Server, userAgent));
        client.Welcome = await pair.ReceiveAsync();
        return client;
    }

    /// <summary>Serves the other end of a socket.</summary>
    public Task ServeAsync(WebSocket server, string? userAgent = null)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpWebSocketFeature>(new Upgrade(server));
        if (userAgent is not null)
            context.Request.Headers.UserAgent = userAgent;
        return Endpoint.ServeAsync(context);
    }

    /// <summary>Sends a request that is answered without an upgrade; returns status and body.</summary>
    /// <param name="upgrade">Whether the request asks for an upgrade.</param>
    public async Task<(int Status, string Body)> AskAsync(bool upgrade)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        if (upgrade)
            context.Features.Set<IHttpWebSocketFeature>(new Upgrade(null));
        await Endpoint.ServeAsync(context);
        context.Response.ContentType.Should().Be("text/plain; charset=utf-8");
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>Plays until nothing is left and advances the clock.</summary>
    public void PlayOut()
    {
        Test.Output.PlayOut();
        Test.Time.Advance(TimeSpan.FromSeconds(1));
    }

    public IEnumerable<short> Heard() =>
        Test.Output.Rendered.Where((_, i) => i % 2 == 0).Select(sample => (short)Math.Round(sample * 32768f));

    /// <summary>A client, and the daemon's side of it.</summary>
    /// <param name="Socket">The connection.</param>
    /// <param name="Served">Completes when the daemon has finished serving it.</param>
    internal sealed record ConnectedClient(SocketPair Socket, Task Served)
    {
        public string Welcome { get; set; } = "";

        /// <summary>Sends a message and waits for its reply.</summary>
        public async Task<string> AskAsync(string json)
        {
            await Socket.SendAsync(json);
            return await Socket.ReceiveAsync();
        }

        /// <summary>Closes the connection and returns the daemon's close.</summary>
        public async Task<string> CloseAsync(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure)
        {
            await Socket.Client.CloseOutputAsync(status, "Client disconnecting", TestContext.Current.CancellationToken);
            string answer = await Socket.ReceiveAsync();
            await Served;
            return answer;
        }

        /// <summary>Answers the daemon's close with the same code, as RFC 6455 requires.</summary>
        public async Task CloseAfterDaemonAsync()
        {
            await Socket.Client.CloseOutputAsync(
                Socket.Client.CloseStatus!.Value,
                null,
                TestContext.Current.CancellationToken
            );
            await Served;
        }
    }

    private sealed class Upgrade(WebSocket? server) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => true;

        public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) =>
            Task.FromResult(server ?? throw new InvalidOperationException("This one is not let in."));
    }
}
