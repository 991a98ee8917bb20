namespace Audio.Core.Codecs.Wav;

/// <summary>
/// What stands behind samples: chunks, padding, blank lines, the header of another file, or more sound.
/// </summary>
internal static class Trailer
{
    private const int NameBytes = 4;

    private static ReadOnlySpan<byte> LineEnds => "\r\n"u8;

    /// <summary>What begins behind samples or behind a chunk.</summary>
    /// <param name="bytes">The bytes there.</param>
    /// <param name="left">How many bytes the file still has by its own header, if that says it.</param>
    /// <param name="isBigEndian">Whether the sizes of chunks are big-endian.</param>
    /// <param name="mayBePadded">Whether the first byte may be padding.</param>
    /// <param name="padding">Bytes in front of it that mean nothing.</param>
    public static Landmark At(ReadOnlySpan<byte> bytes, long? left, bool isBigEndian, bool mayBePadded, out int padding)
    {
        padding = 0;
        Landmark direct = At(bytes, left, isBigEndian);
        if (IsFound(direct))
            return direct;
        Landmark padded = mayBePadded ? At(bytes[Math.Min(1, bytes.Length)..], left - 1, isBigEndian) : Landmark.None;
        if (IsFound(padded))
        {
            padding = 1;
            return padded;
        }

        Landmark behindBlanks = LeadIn.At(bytes, mayBeRaw: true, out int blanks);
        if (IsFound(behindBlanks))
        {
            padding = blanks;
            return behindBlanks;
        }

        return direct == Landmark.None && padded == Landmark.None && behindBlanks == Landmark.None
            ? Landmark.None
            : Landmark.Undecided;
    }

    /// <summary>
    /// Whether the last bytes of a stream, which are undecided, are sound after all. With the whole name of a chunk
    /// they are its beginning; a single byte may be padding; a line end is what a program put behind its file.
    /// </summary>
    public static bool IsSoundAtEnd(ReadOnlySpan<byte> bytes, bool mayBePadded)
    {
        if (!bytes.ContainsAnyExcept(LineEnds) || (mayBePadded && bytes.Length == 1))
            return false;
        return bytes.Length < NameBytes || LeadIn.IsBlank(bytes[0]);
    }

    /// <summary>A chunk with a name that nobody knows is one if it ends within its file.</summary>
    private static Landmark At(ReadOnlySpan<byte> bytes, long? left, bool isBigEndian)
    {
        if (bytes.IsEmpty)
            return Landmark.Undecided;
        Landmark known = Landmarks.Named(bytes);
        if (known != Landmark.None || left is null or < Landmarks.ChunkHeaderBytes)
            return known;
        if (bytes[0] == 0 || !Landmarks.IsName(bytes[..Math.Min(bytes.Length, NameBytes)]))
            return Landmark.None;
        if (bytes.Length < Landmarks.ChunkHeaderBytes)
            return Landmark.Undecided;
        uint size = Landmarks.ChunkSize(bytes, isBigEndian);
        return Landmarks.ChunkHeaderBytes + size <= left ? Landmark.Chunk : Landmark.None;
    }

    private static bool IsFound(Landmark landmark) => landmark is not (Landmark.None or Landmark.Undecided);
}
