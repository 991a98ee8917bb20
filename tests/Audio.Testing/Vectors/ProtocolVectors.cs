using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Audio.Testing.Vectors;

/// <summary>docs/vectors/v4: bytes and their meaning, made without our code. Its README describes the files.</summary>
public static class ProtocolVectors
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
    };

    public static IReadOnlyList<MessageVector> Messages => Load<MessageVector>("messages");

    public static IReadOnlyList<ChunkFrameVector> ChunkFrames => Load<ChunkFrameVector>("chunk-frames");

    public static IReadOnlyList<ByteStreamVector> ByteStreams => Load<ByteStreamVector>("byte-streams");

    public static IReadOnlyList<BrokenVector> Broken => Load<BrokenVector>("broken");

    private static T[] Load<T>(string name, [CallerFilePath] string here = "")
    {
        string file = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/vectors/v4", name + ".json")
        );
        T[] vectors = JsonSerializer.Deserialize<T[]>(File.ReadAllBytes(file), Options)!;
        return vectors.Length > 0 ? vectors : throw new InvalidOperationException($"{file} is empty.");
    }
}

/// <summary>A JSON message.</summary>
/// <param name="From"><c>client</c> or <c>daemon</c>.</param>
/// <param name="Json">Its text.</param>
public sealed record MessageVector(string From, string Json);

/// <summary>A chunk frame; bytes in hex.</summary>
public sealed record ChunkFrameVector(
    string Name,
    uint Handle,
    long Offset,
    bool EndOfStream,
    string Payload,
    int HeaderLength,
    string WebSocket,
    string ByteStream
);

/// <summary>The bytes of a byte stream, the messages in them, and the bytes of an incomplete message.</summary>
public sealed record ByteStreamVector(
    string Name,
    string Bytes,
    IReadOnlyList<ByteStreamMessageVector> Messages,
    int Rest
);

/// <summary>A message on a byte stream.</summary>
public sealed record ByteStreamMessageVector(byte Kind, string Body);

/// <summary>What is refused.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Transport"><c>frame</c>, <c>stream</c> or <c>json</c>.</param>
/// <param name="Code">The code of the error.</param>
/// <param name="Bytes">In hex.</param>
public sealed record BrokenVector(string Name, string Transport, string Code, string Bytes);
