using System.Text;
using Audio.Protocol.V2;

namespace Audio.Protocol.Tests.V2;

/// <summary>A message as the reader saw it, with the bytes of its chunk.</summary>
internal sealed record ReadMessage(V2ClientMessage Message, byte[] Bytes)
{
    /// <summary>Reads a message that arrives in pieces, into room that is used up and given anew.</summary>
    public static ReadMessage Of(V2MessageReader reader, string json, int pieceBytes, int roomBytes)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);
        byte[] room = new byte[roomBytes];
        var bytes = new List<byte>();
        int written = 0;
        for (int at = 0; at < text.Length; at += pieceBytes)
        {
            ReadOnlySpan<byte> piece = text.AsSpan(at, Math.Min(pieceBytes, text.Length - at));
            while (!piece.IsEmpty)
            {
                piece = piece[reader.Read(piece, room, ref written)..];
                if (piece.IsEmpty)
                    break;
                written.Should().Be(roomBytes, "it stops only if there is no room");
                bytes.AddRange(room);
                written = 0;
            }
        }

        bytes.AddRange(room[..written]);
        return new ReadMessage(reader.End(), [.. bytes]);
    }

    public static ReadMessage Of(string json) => Of(new V2MessageReader(), json, int.MaxValue / 2, 64 * 1024);

    /// <summary>A chunk as the extension writes it.</summary>
    public static string Pairs(params byte[] bytes) =>
        "{\"type\":\"audio_chunk\",\"timestamp\":1795985115699,\"data\":{\"chunk\":{"
        + PairsOf(bytes)
        + "},\"sequence\":0}}";

    private static string PairsOf(byte[] bytes) =>
        string.Join(',', bytes.Select((value, i) => FormattableString.Invariant($"\"{i}\":{value}")));
}
