using System.Buffers.Binary;
using System.Text;

namespace Audio.Testing.Sockets;

/// <summary>The opcodes of RFC 6455, section 5.2.</summary>
public enum RawOpCode
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>A WebSocket frame as it was on the wire, or a whole message with the opcode of its first frame.</summary>
/// <param name="OpCode">What it is.</param>
/// <param name="IsFinal">The FIN bit.</param>
/// <param name="Payload">Its bytes, unmasked.</param>
public sealed record RawFrame(RawOpCode OpCode, bool IsFinal, byte[] Payload)
{
    /// <summary>The payload as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>A close frame's code; 1005 if it has none (RFC 6455, section 7.1.5).</summary>
    public int CloseCode => Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : 1005;

    /// <summary>A close frame's reason.</summary>
    public string CloseReason => Payload.Length > 2 ? Encoding.UTF8.GetString(Payload.AsSpan(2)) : "";
}
