using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Audio.LoadGenerator.Sockets;

/// <summary>Frames of RFC 6455: those of a client are masked, those of the daemon are not.</summary>
internal static class WebSocketFrames
{
    /// <summary>The text opcode.</summary>
    public const byte Text = 1;

    /// <summary>The binary opcode.</summary>
    public const byte Binary = 2;

    /// <summary>The close opcode.</summary>
    public const byte Close = 8;

    /// <summary>A whole message in one frame, masked with a random key.</summary>
    /// <returns>The frame, and where its masked payload begins; the key stands in front of it.</returns>
    public static (byte[] Frame, int Payload) Mask(byte opcode, ReadOnlySpan<byte> payload)
    {
        int lengthBytes =
            payload.Length < 126 ? 0
            : payload.Length <= ushort.MaxValue ? 2
            : 8;
        int start = 2 + lengthBytes + 4;
        byte[] frame = new byte[start + payload.Length];
        frame[0] = (byte)(0x80 | opcode);
        frame[1] = (byte)(
            0x80
            | lengthBytes switch
            {
                0 => payload.Length,
                2 => 126,
                _ => 127,
            }
        );
        if (lengthBytes == 2)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        else if (lengthBytes == 8)
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)payload.Length);
        Span<byte> key = frame.AsSpan(start - 4, 4);
        RandomNumberGenerator.Fill(key);
        for (int i = 0; i < payload.Length; i++)
            frame[start + i] = (byte)(payload[i] ^ key[i & 3]);
        return (frame, start);
    }

    /// <summary>Parses the daemon's next frame, if it is complete.</summary>
    /// <param name="bytes">The received bytes.</param>
    /// <param name="opcode">What it is.</param>
    /// <param name="payload">Its payload.</param>
    /// <returns>The length of the frame; 0 if it is incomplete.</returns>
    public static int TryRead(ReadOnlySpan<byte> bytes, out byte opcode, out ReadOnlySpan<byte> payload)
    {
        opcode = 0;
        payload = default;
        if (bytes.Length < 2)
            return 0;
        if ((bytes[0] & 0x80) == 0 || (bytes[1] & 0x80) != 0)
            throw new IOException("The daemon sent a frame that is masked, or a message in parts.");
        int start = bytes[1] switch
        {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        if (bytes.Length < start)
            return 0;
        long length = start switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            10 => BinaryPrimitives.ReadInt64BigEndian(bytes[2..]),
            _ => bytes[1],
        };
        if (bytes.Length - start < length)
            return 0;
        opcode = (byte)(bytes[0] & 0xF);
        payload = bytes.Slice(start, (int)length);
        return start + (int)length;
    }
}
