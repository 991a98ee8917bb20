using System.Buffers;
using System.IO.Pipelines;
using Audio.Protocol.Chunks;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Fakes;

/// <summary>A chunk frame as it came.</summary>
internal sealed record Frame(uint Handle, long Offset, bool IsEnd, byte[] Payload);

/// <summary>The daemon's end of one connection: says and hears messages one by one.</summary>
internal sealed class FakeConnection
{
    // Without a threshold: a client that is ahead is stopped by the limit, not by the pipe.
    private readonly Pipe _toDaemon = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Pipe _toClient = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

    public FakeConnection() => ClientEnd = new Ends(_toClient.Reader, _toDaemon.Writer);

    public IDuplexPipe ClientEnd { get; }

    public Task WelcomeAsync(string token, int maxMessageBytes = 1024 * 1024) =>
        SayAsync(
            new V4Welcome(
                "client_1",
                0,
                "Welcome",
                V4Wire.Version,
                token,
                30_000,
                new V4Limits(maxMessageBytes, 256, 30_000)
            )
        );

    public async Task SayAsync(V4ServerMessage message)
    {
        StreamMessageWriter.Write(_toClient.Writer, StreamMessageKind.Json, V4ServerMessages.Write(message));
        await _toClient.Writer.FlushAsync();
    }

    /// <summary>Bytes as they are, whole messages or not.</summary>
    public async Task SayRawAsync(byte[] bytes) => await _toClient.Writer.WriteAsync(bytes);

    public Task FlowAsync(uint handle, long received, long limit, long played) =>
        SayAsync(new V4FlowMessage("any", handle, received, limit, played));

    /// <summary>The next message, which is a request of this kind.</summary>
    public async Task<T> ExpectAsync<T>()
        where T : V4ClientMessage
    {
        (StreamMessageKind kind, byte[] body) = await ReadAsync()
            ?? throw new InvalidOperationException($"Closed where {typeof(T).Name} was expected.");
        kind.Should().Be(StreamMessageKind.Json, $"a {typeof(T).Name} is expected");
        return V4ClientMessages.Read(body, out _).Should().BeOfType<T>().Subject;
    }

    /// <summary>The next message, which is a frame.</summary>
    public async Task<Frame> ExpectFrameAsync()
    {
        (StreamMessageKind kind, byte[] body) = await ReadAsync()
            ?? throw new InvalidOperationException("Closed where a frame was expected.");
        kind.Should().Be(StreamMessageKind.ChunkFrame, "not " + System.Text.Encoding.UTF8.GetString(body));
        ChunkFrame frame = ChunkFrameReader.Read(new ReadOnlySequence<byte>(body), ChunkFrameLimits.Default);
        return new Frame(frame.Session, frame.Offset, frame.IsEndOfStream, frame.Payload.ToArray());
    }

    /// <summary>So many bytes of sound, whatever the frames they come in.</summary>
    public async Task<byte[]> ExpectBytesAsync(long offset, int count)
    {
        var bytes = new List<byte>();
        while (bytes.Count < count)
        {
            Frame frame = await ExpectFrameAsync();
            frame.Offset.Should().Be(offset + bytes.Count);
            bytes.AddRange(frame.Payload);
        }
        bytes.Should().HaveCount(count);
        return [.. bytes];
    }

    /// <summary>Answers the next request, which is to start a session.</summary>
    public async Task<V4StartSession> StartAsync(uint handle = 1, long limit = 1_000_000)
    {
        V4StartSession start = await ExpectAsync<V4StartSession>();
        await SayStartedAsync(start, handle, limit);
        return start;
    }

    public Task SayStartedAsync(V4StartSession start, uint handle = 1, long limit = 1_000_000) =>
        SayAsync(
            new V4SessionStarted(
                "client_1",
                start.SessionId!,
                handle,
                limit,
                V4StartedFormat.Of(start.AudioFormat.ToAudioFormat()),
                0
            )
            {
                RequestId = start.RequestId,
            }
        );

    public Task SayEndedAsync(
        string sessionId,
        string reason = V4EndReasons.Completed,
        long frames = 0,
        long bytes = 0,
        int underruns = 0,
        double? ttfaMs = null,
        string? error = null
    ) => SayAsync(Ended(sessionId, reason, frames, bytes, underruns, ttfaMs, error));

    public static V4SessionEnded Ended(
        string sessionId,
        string reason = V4EndReasons.Completed,
        long frames = 0,
        long bytes = 0,
        int underruns = 0,
        double? ttfaMs = null,
        string? error = null
    ) => new(sessionId, reason, frames, frames, bytes, underruns, ttfaMs, 0, error);

    public static V4SessionStatus Status(
        string sessionId,
        uint handle,
        long received,
        long limit = 1_000_000,
        long played = 0,
        int underruns = 0
    ) => new(sessionId, handle, V4SessionStates.Playing, received, limit, played, 1, underruns);

    /// <summary>Ends when the client has closed, and nothing more came before that.</summary>
    public async Task ExpectClosedAsync() => (await ReadAsync()).Should().BeNull();

    /// <summary>The connection breaks, both ways.</summary>
    public void Cut()
    {
        _toClient.Writer.Complete();
        _toDaemon.Reader.Complete();
    }

    private async Task<(StreamMessageKind Kind, byte[] Body)?> ReadAsync()
    {
        using var limit = new CancellationTokenSource(FakeDaemon.Limit, TimeProvider.System);
        while (true)
        {
            ReadResult result = await _toDaemon.Reader.ReadAsync(limit.Token);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (StreamMessageReader.TryRead(ref buffer, 2 * 1024 * 1024, out StreamMessage message))
            {
                byte[] body = message.Body.ToArray();
                _toDaemon.Reader.AdvanceTo(buffer.Start);
                return (message.Kind, body);
            }
            _toDaemon.Reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
