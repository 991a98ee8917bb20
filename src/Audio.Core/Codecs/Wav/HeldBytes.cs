namespace Audio.Core.Codecs.Wav;

/// <summary>
/// The last few bytes of a piece that mean something only together with the next piece. It shows them and the next
/// piece as one.
/// </summary>
internal sealed class HeldBytes
{
    /// <summary>
    /// The most bytes that it holds: blanks in front of a header, and all but one byte of what they begin.
    /// </summary>
    public const int Max = 24;

    private const int JoinedBytes = 64;

    private readonly byte[] _joined = new byte[Max + JoinedBytes];

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>What it holds.</summary>
    public ReadOnlySpan<byte> Span => _joined.AsSpan(0, Count);

    /// <summary>What is held and what follows, or at least the beginning of that.</summary>
    /// <param name="next">The bytes that follow.</param>
    public ReadOnlySpan<byte> With(ReadOnlySpan<byte> next)
    {
        if (Count == 0)
            return next;
        int length = Math.Min(next.Length, JoinedBytes);
        next[..length].CopyTo(_joined.AsSpan(Count));
        return _joined.AsSpan(0, Count + length);
    }

    /// <summary>Drops bytes from the front of what <see cref="With"/> has shown.</summary>
    /// <param name="used">How many.</param>
    /// <returns>How many of them are no held ones.</returns>
    public int Drop(int used)
    {
        int dropped = Math.Min(used, Count);
        _joined.AsSpan(dropped, Count - dropped).CopyTo(_joined);
        Count -= dropped;
        return used - dropped;
    }

    /// <summary>Holds these too.</summary>
    /// <param name="bytes">At most what is left of <see cref="Max"/>.</param>
    public void Hold(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_joined.AsSpan(Count));
        Count += bytes.Length;
    }
}
