using System.Buffers;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Streams;
using Audio.Protocol.V3;
using Audio.Protocol.V4;

namespace Audio.Fuzz;

/// <summary>
/// The fuzz targets. A target reads the bytes as the daemon or the client would; any exception is a finding.
/// </summary>
public static class FuzzTargets
{
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>All, by name.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } =
        new Dictionary<string, Action<byte[]>>(StringComparer.Ordinal)
        {
            ["v4"] = Version4,
            ["daemon"] = DaemonMessage,
            ["v3"] = Version3,
            ["wav"] = CodecTargets.Wav,
            ["mp3"] = CodecTargets.Mp3,
            ["flac"] = CodecTargets.Flac,
            ["ogg"] = CodecTargets.Ogg,
            ["stream"] = CodecTargets.Stream,
        };

    private static void Version4(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        try
        {
            while (StreamMessageReader.TryRead(ref buffer, MaxBodyBytes, out StreamMessage message))
                Version4(message);
        }
        catch (ProtocolException) { }
    }

    /// <summary>A refused message does not end the stream.</summary>
    private static void Version4(StreamMessage message)
    {
        try
        {
            if (message.Kind == StreamMessageKind.ChunkFrame)
            {
                Require(
                    ChunkFrameReader.Read(message.Body, new ChunkFrameLimits(1024)).Payload.Length <= 1024,
                    "A payload is longer than its cap."
                );
            }
            else
            {
                V4ClientMessages.Write(V4ClientMessages.Read(message.Body.ToArray(), out _));
            }
        }
        catch (ProtocolException) { }
    }

    private static void DaemonMessage(byte[] bytes)
    {
        V4ServerMessage? message = null;
        bool isRefused = false;
        try
        {
            message = V4ServerMessages.Read(bytes);
        }
        catch (ProtocolException)
        {
            isRefused = true;
        }

        if (!bytes.AsSpan().StartsWith("{\"type\":\"flow\""u8))
            return;
        try
        {
            bool isFlow = V4Flow.TryRead(bytes, out V4Flow flow);
            Require(!isRefused && isFlow == message is V4FlowMessage, "Only one reader takes this flow.");
            if (message is V4FlowMessage whole)
            {
                Require(
                    flow == new V4Flow(whole.Handle, whole.Received, whole.Limit, whole.Played),
                    "The readers of flow disagree."
                );
            }
        }
        catch (ProtocolException)
        {
            Require(isRefused, "Only one reader refuses this flow.");
        }
    }

    private static void Version3(byte[] bytes)
    {
        try
        {
            var message = V3ClientMessage.Read(bytes);
            if (message.Kind == V3MessageKind.AudioChunk)
                message.DecodeChunk(new byte[message.MaxChunkBytes]);
            if (message.Kind == V3MessageKind.StartSession)
            {
                var format = message.ReadAudioFormat().ToAudioFormat();
                Require(format is not { IsPlayable: false }, "A format that cannot be played.");
            }
        }
        catch (ProtocolException) { }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }
}
