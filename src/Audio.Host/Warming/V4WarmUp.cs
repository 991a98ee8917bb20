using System.Buffers;
using System.Net.WebSockets;
using Audio.Core.Wires.Transports;
using Audio.Host.Transports;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;

namespace Audio.Host.Warming;

/// <summary>
/// An internal version 4 client on both transports, so that its code path is compiled before a real client connects.
/// </summary>
internal static class V4WarmUp
{
    private static readonly AudioFormat Format = new(SampleEncoding.PcmS16Le, 24_000, 1);

    /// <summary>Runs over a WebSocket.</summary>
    public static async Task RunAsync((WebSocket Client, Task Served) connection)
    {
        using WebSocket client = connection.Client;
        byte[] answer = new byte[64 * 1024];
        await TalkAsync(
            (bytes, kind) =>
                client.SendAsync(
                    bytes,
                    kind == StreamMessageKind.Json ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
                    endOfMessage: true,
                    CancellationToken.None
                ),
            async () =>
            {
                ValueWebSocketReceiveResult result = await client.ReceiveAsync(
                    answer.AsMemory(),
                    CancellationToken.None
                );
                return answer.AsMemory(0, result.Count);
            }
        );
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        while (
            (await client.ReceiveAsync(answer.AsMemory(), CancellationToken.None)).MessageType
            != WebSocketMessageType.Close
        ) { }
        await connection.Served;
    }

    /// <summary>Runs over the local socket.</summary>
    public static async Task RunAsync((PipeStream Client, Task Served) connection)
    {
        var answers = new PipeTransport(connection.Client, MessageMemory.MediumBytes);
        await TalkAsync(
            async (bytes, kind) =>
            {
                StreamMessageWriter.Write(connection.Client.Output, kind, bytes.Span);
                await connection.Client.Output.FlushAsync();
            },
            async () => (await answers.ReceiveAsync()).Data.ToArray()
        );
        await connection.Client.Output.CompleteAsync();
        await connection.Served;
    }

    /// <summary>Plays one session from start to end.</summary>
    private static async Task TalkAsync(
        Func<ReadOnlyMemory<byte>, StreamMessageKind, ValueTask> send,
        Func<ValueTask<ReadOnlyMemory<byte>>> receive
    )
    {
        await send(
            V4ClientMessages.Write(new V4StartSession { AudioFormat = V4AudioFormat.Of(Format) }),
            StreamMessageKind.Json
        );
        V4SessionStarted started = await UntilAsync<V4SessionStarted>(receive);
        byte[] frame = new byte[ChunkFrameHeader.Size + Format.BytesPerSecond / 200];
        for (int i = 0; i < WarmUp.Chunks; i++)
        {
            long offset = (long)i * (frame.Length - ChunkFrameHeader.Size);
            ChunkFrameFlags flags = i == WarmUp.Chunks - 1 ? ChunkFrameFlags.EndOfStream : ChunkFrameFlags.None;
            new ChunkFrameHeader(flags, ChunkFrameHeader.Size, started.Handle, offset).Write(frame);
            await send(frame, StreamMessageKind.ChunkFrame);
        }
        await UntilAsync<V4SessionEnded>(receive);
    }

    private static async ValueTask<T> UntilAsync<T>(Func<ValueTask<ReadOnlyMemory<byte>>> receive)
        where T : V4ServerMessage
    {
        while (true)
        {
            ReadOnlyMemory<byte> answer = await receive();
            if (answer.IsEmpty)
                throw new IOException("The warm-up's connection ended.");
            if (V4ServerMessages.Read(answer.Span) is T message)
                return message;
        }
    }
}
