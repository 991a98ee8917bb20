using System.Buffers;
using System.IO.Pipelines;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>A version 4 server over an engine in virtual time.</summary>
internal sealed class V4Rig
{
    public V4Rig(V4ServerOptions? options = null, Action<AudioEngineOptions>? configure = null)
    {
        Test = new TestEngine(configure);
        Server = new V4Server(Test.Engine, options, Test.Time);
        Test.Engine.SessionEnded.Subscribe(Ended.Add);
    }

    public TestEngine Test { get; }

    public V4Server Server { get; }

    /// <summary>A client that has been welcomed.</summary>
    public async Task<V4RawClient> ConnectAsync()
    {
        var client = new V4RawClient(Server);
        client.Welcome = await client.ExpectAsync<V4Welcome>();
        return client;
    }

    /// <summary>The ends of sessions, in their order.</summary>
    public List<SessionResult> Ended { get; } = [];

    /// <summary>Ends when the ends of these streams have arrived and were taken.</summary>
    public async Task UntilStreamEndsAsync(params string[] ids)
    {
        await UntilAsync(() => ids.All(id => Find(id) is null or { IsStreamEnded: true }));
        foreach (string id in ids)
            await UntilTakenAsync(id);
    }

    /// <summary>Ends when so many bytes of a session have arrived and were taken.</summary>
    public async Task UntilReceivedAsync(string id, long bytes)
    {
        await UntilAsync(() => Find(id) is { } session && session.BytesReceived >= bytes);
        await UntilTakenAsync(id);
    }

    /// <summary>What a client says arrives on another thread.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
                throw new TimeoutException("It has not arrived.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    /// <summary>The loudspeaker plays till nothing is left, and time passes.</summary>
    public void PlayOut()
    {
        Test.Output.PlayOut();
        Test.Time.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>What was heard, of one channel, as 16-bit samples.</summary>
    public IEnumerable<short> Heard() =>
        Test.Output.Rendered.Where((_, i) => i % 2 == 0).Select(sample => (short)Math.Round(sample * 32768f));

    /// <summary>Bytes count before they are in the mix: they are there when nobody is at work on the session.</summary>
    private async Task UntilTakenAsync(string id)
    {
        if (Find(id) is not { Scheduler: { } scheduler })
            return;
        await UntilAsync(scheduler.TryEnter);
        scheduler.Exit();
    }

    private AudioSession? Find(string id) => Test.Engine.Sessions.FirstOrDefault(session => session.Id == id);
}

/// <summary>The other end of a byte stream in memory: says and hears messages one by one.</summary>
internal sealed class V4RawClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Pipe _toServer = new(new PipeOptions(useSynchronizationContext: false));
    private readonly Pipe _toClient = new(new PipeOptions(useSynchronizationContext: false));

    public V4RawClient(V4Server server) => Served = server.ServeAsync(new Ends(_toServer.Reader, _toClient.Writer));

    private V4RawClient(Func<PipeTransport, V4Connection> accept)
    {
        var transport = new PipeTransport(new Ends(_toServer.Reader, _toClient.Writer), maxMessageBytes: 1 << 20);
        Connection = accept(transport);
        Served = ServeAsync(Connection, transport);
    }

    /// <summary>A client whose connection the test can reach.</summary>
    public static V4RawClient Accepted(V4Server server) => new(transport => server.Accept(transport));

    /// <summary>The server's side of it, if it was accepted by the test.</summary>
    public V4Connection? Connection { get; }

    /// <summary>Ends when the server has done with the connection.</summary>
    public Task Served { get; }

    public V4Welcome Welcome { get; set; } = null!;

    /// <summary>Messages of a kind that tests do not wait for one by one are passed over.</summary>
    public List<V4FlowMessage> Flows { get; } = [];

    public async Task SayAsync(V4ClientMessage message) =>
        await SayAsync(StreamMessageKind.Json, V4ClientMessages.Write(message));

    public async Task SayAsync(StreamMessageKind kind, byte[] body)
    {
        StreamMessageWriter.Write(_toServer.Writer, kind, body);
        await _toServer.Writer.FlushAsync();
    }

    public async Task SayRawAsync(byte[] bytes) => await _toServer.Writer.WriteAsync(bytes);

    public async Task SendAsync(uint handle, long offset, byte[] payload, bool end = false)
    {
        byte[] frame = new byte[ChunkFrameHeader.Size + payload.Length];
        new ChunkFrameHeader(
            end ? ChunkFrameFlags.EndOfStream : ChunkFrameFlags.None,
            ChunkFrameHeader.Size,
            handle,
            offset
        ).Write(frame);
        payload.CopyTo(frame, ChunkFrameHeader.Size);
        await SayAsync(StreamMessageKind.ChunkFrame, frame);
    }

    /// <summary>Says something and gives the next message that is no <c>flow</c>.</summary>
    public async Task<T> AskAsync<T>(V4ClientMessage message)
        where T : V4ServerMessage
    {
        await SayAsync(message);
        return await ExpectAsync<T>();
    }

    /// <summary>A session at the mix rate: 48 kHz 16-bit mono.</summary>
    public Task<V4SessionStarted> StartAsync(string? id = null, V4AudioFormat? format = null) =>
        AskAsync<V4SessionStarted>(
            new V4StartSession
            {
                AudioFormat = format ?? V4AudioFormat.Of(AudioFormat.Pcm16(48_000, 1)),
                SessionId = id,
            }
        );

    /// <summary>The next message that is no <c>flow</c>; it is of this kind.</summary>
    public async Task<T> ExpectAsync<T>()
        where T : V4ServerMessage
    {
        while (true)
        {
            V4ServerMessage? message = await NextAsync();
            if (message is V4FlowMessage flow && typeof(T) != typeof(V4FlowMessage))
            {
                Flows.Add(flow);
                continue;
            }
            return message.Should().BeOfType<T>().Subject;
        }
    }

    /// <summary>The next message; <see langword="null"/> at the end of the stream.</summary>
    public async Task<V4ServerMessage?> NextAsync() =>
        await NextTextAsync() is { } text ? V4ServerMessages.Read(System.Text.Encoding.UTF8.GetBytes(text)) : null;

    /// <summary>The next message as it was sent; <see langword="null"/> at the end of the stream.</summary>
    public async Task<string?> NextTextAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (true)
        {
            ReadResult result = await _toClient.Reader.ReadAsync(limit.Token);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (StreamMessageReader.TryRead(ref buffer, 1 << 20, out StreamMessage message))
            {
                string json = System.Text.Encoding.UTF8.GetString(message.Body.ToArray());
                _toClient.Reader.AdvanceTo(buffer.Start);
                return json;
            }
            _toClient.Reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    /// <summary>The connection breaks, and the server learns it.</summary>
    public async Task CutAsync()
    {
        await _toServer.Writer.CompleteAsync();
        await Served;
    }

    /// <summary>As the server does; without the end of the transport, what is sent to it would wait for ever.</summary>
    private static async Task ServeAsync(V4Connection connection, PipeTransport transport)
    {
        await connection.RunAsync();
        await transport.CompleteAsync();
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
