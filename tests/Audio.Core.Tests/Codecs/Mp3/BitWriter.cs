namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>Writes bits, highest first, into bytes that are zeros; what does not fit is dropped.</summary>
internal ref struct BitWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>The bits written.</summary>
    public int Position { get; private set; }

    /// <summary>Writes the lowest bits of a number.</summary>
    public void Write(int value, int bits)
    {
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            if (Position >> 3 < _bytes.Length)
                _bytes[Position >> 3] |= (byte)((value >> bit & 1) << (7 - (Position & 7)));
            Position++;
        }
    }
}
