using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>Reads bits, the lowest of each byte first (Vorbis I, 2). Behind the end there are zeros.</summary>
/// <param name="bytes">The packet.</param>
internal ref struct VorbisBits(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _position;

    /// <summary>Whether more was read than there is.</summary>
    public readonly bool IsOver => _position > 8L * _bytes.Length;

    /// <summary>Reads a number of up to 32 bits.</summary>
    /// <param name="count">How many bits.</param>
    public uint Read(int count)
    {
        uint value = (uint)(Peek() & ((1UL << count) - 1));
        _position += count;
        return value;
    }

    /// <summary>Reads one bit.</summary>
    public bool ReadFlag() => Read(1) != 0;

    /// <summary>The next bits, at least 32, without going on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Peek()
    {
        int at = (int)Math.Min(_position >> 3, _bytes.Length);
        int shift = (int)(_position & 7);
        ReadOnlySpan<byte> rest = _bytes[at..];
        return (rest.Length >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(rest) : PeekEnd(rest)) >> shift;
    }

    /// <summary>Goes on.</summary>
    /// <param name="count">By how many bits.</param>
    public void Skip(int count) => _position += count;

    private static ulong PeekEnd(ReadOnlySpan<byte> rest)
    {
        ulong bits = 0;
        for (int i = 0; i < rest.Length; i++)
            bits |= (ulong)rest[i] << (8 * i);
        return bits;
    }
}
