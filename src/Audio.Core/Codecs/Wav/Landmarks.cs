using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Audio.Core.Codecs.Wav;

/// <summary>Recognises what is not sound: headers of WAV files, chunks behind the samples, ID3 tags.</summary>
internal static class Landmarks
{
    /// <summary>The most bytes that it takes to recognise one.</summary>
    public const int MaxBytes = 12;

    /// <summary>Bytes of the name and the size of a chunk.</summary>
    public const int ChunkHeaderBytes = 8;

    private const int NameBytes = 4;
    private const uint MaxText = 16 * 1024 * 1024; // of a list or a tag with pictures
    private const uint MaxSmall = 4096;
    private const uint MaxMedium = 65_535;
    private const int SearchBytes = 2048;

    /// <summary>
    /// The chunks that programs write behind the samples, with the sizes that they have, and how their content begins
    /// if that is certain. Only inside sound all of it counts: four bytes alone are found there by chance.
    /// </summary>
    private static readonly Known[] Chunks =
    [
        new("LIST", 4, MaxText, "INFO"),
        new("LIST", 4, MaxText, "adtl"),
        new("id3 ", 10, MaxText, "ID3"),
        new("ID3 ", 10, MaxText, "ID3"),
        new("iXML", 1, MaxText, "<"),
        new("axml", 1, MaxText, "<"),
        new("aXML", 1, MaxText, "<"),
        new("_PMX", 1, MaxText, "<"),
        new("fact", 4, 4),
        new("inst", 7, 7),
        new("acid", 24, 24),
        new("MD5 ", 16, 16),
        new("PEAK", 16, 72),
        new("cue ", 4, MaxSmall),
        new("plst", 4, MaxSmall),
        new("smpl", 36, MaxSmall),
        new("afsp", 4, MaxSmall, "AFsp"),
        new("strc", 28, MaxSmall),
        new("bext", 602, MaxMedium),
        new("cart", 2048, MaxMedium),
        new("chna", 4, MaxMedium),
        new("DISP", 4, MaxMedium),
        new("levl", 4, MaxMedium),
        new("link", 4, MaxMedium, "<"),
        new("JUNK", 0, MaxMedium),
        new("junk", 0, MaxMedium),
        new("PAD ", 0, MaxMedium),
        new("FLLR", 0, MaxMedium),
    ];

    private static readonly string[] Headers = ["RIFF", "RIFX", "RF64", "BW64"];
    private static readonly string[] Tags = ["ID3\u0002", "ID3\u0003", "ID3\u0004"];

    private static readonly SearchValues<string> HeaderNames = SearchValues.Create(Headers, StringComparison.Ordinal);

    private static readonly SearchValues<string> AllNames = SearchValues.Create(
        [.. Headers, .. Tags, .. Chunks.Select(static chunk => chunk.Name)],
        StringComparison.Ordinal
    );

    /// <summary>Finds the first landmark inside sound.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="onlyHeaders">Whether chunks and tags do not count.</param>
    /// <param name="isBigEndian">Whether the sizes of chunks are big-endian.</param>
    /// <param name="found">What it is; <see cref="Landmark.Undecided"/> only if the bytes end inside it.</param>
    /// <returns>Where it is; the number of bytes if there is none.</returns>
    public static int Find(ReadOnlySpan<byte> bytes, bool onlyHeaders, bool isBigEndian, out Landmark found)
    {
        Span<char> wide = stackalloc char[Math.Min(bytes.Length, SearchBytes)];
        SearchValues<string> names = onlyHeaders ? HeaderNames : AllNames;
        int at = 0;
        while (bytes.Length - at >= NameBytes)
        {
            ReadOnlySpan<byte> block = bytes.Slice(at, Math.Min(bytes.Length - at, SearchBytes));
            Encoding.Latin1.GetChars(block, wide);
            int hit = wide[..block.Length].IndexOfAny(names);
            if (hit < 0)
            {
                at += block.Length - NameBytes + 1;
                continue;
            }

            at += hit;
            found = At(bytes[at..], onlyHeaders, isBigEndian);
            if (found != Landmark.None)
                return at;
            at++;
        }

        while (at < bytes.Length)
        {
            found = At(bytes[at..], onlyHeaders, isBigEndian);
            if (found != Landmark.None)
                return at;
            at++;
        }

        found = Landmark.None;
        return bytes.Length;
    }

    /// <summary>Lets bytes pass that are no sound, up to the header of a WAV file.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <param name="left">How many of them may pass.</param>
    /// <param name="isBigEndian">Whether the sizes of chunks are big-endian.</param>
    /// <param name="isHeader">Whether a header follows those that passed.</param>
    /// <returns>Bytes that passed.</returns>
    public static int Pass(ReadOnlySpan<byte> bytes, long left, bool isBigEndian, out bool isHeader)
    {
        int most = (int)Math.Min(bytes.Length, left);
        int seen = Math.Min(bytes.Length - most, MaxBytes - 1) + most;
        int at = Find(most == 0 ? [] : bytes[..seen], onlyHeaders: true, isBigEndian, out Landmark found);
        isHeader = at < most && found == Landmark.Header;
        return Math.Min(at, most);
    }

    /// <summary>What begins here, inside sound.</summary>
    public static Landmark At(ReadOnlySpan<byte> bytes, bool onlyHeaders, bool isBigEndian)
    {
        Landmark header = HeaderAt(bytes);
        if (onlyHeaders || header != Landmark.None)
            return header;
        Landmark tag = TagAt(bytes);
        if (tag != Landmark.None)
            return tag;
        foreach (Known chunk in Chunks)
        {
            Landmark found = chunk.At(bytes, isBigEndian);
            if (found != Landmark.None)
                return found;
        }

        return Landmark.None;
    }

    /// <summary>What begins here, where a chunk may be expected: its name is enough.</summary>
    public static Landmark Named(ReadOnlySpan<byte> bytes)
    {
        Landmark header = HeaderAt(bytes);
        if (header != Landmark.None)
            return header;
        Landmark tag = TagAt(bytes);
        if (tag != Landmark.None)
            return tag;
        bool isName = TagSizes.Begins(bytes, "data"u8) || TagSizes.Begins(bytes, "fmt "u8);
        foreach (Known chunk in Chunks)
            isName |= TagSizes.Begins(bytes, chunk.Bytes);
        if (!isName)
            return Landmark.None;
        return bytes.Length < ChunkHeaderBytes ? Landmark.Undecided : Landmark.Chunk;
    }

    /// <summary>Whether the header of a WAV file begins here.</summary>
    public static Landmark HeaderAt(ReadOnlySpan<byte> bytes)
    {
        bool isName =
            TagSizes.Begins(bytes, "RIFF"u8)
            || TagSizes.Begins(bytes, "RIFX"u8)
            || TagSizes.Begins(bytes, "RF64"u8)
            || TagSizes.Begins(bytes, "BW64"u8);
        if (!isName || (bytes.Length > ChunkHeaderBytes && !TagSizes.Begins(bytes[ChunkHeaderBytes..], "WAVE"u8)))
            return Landmark.None;
        return bytes.Length < MaxBytes ? Landmark.Undecided : Landmark.Header;
    }

    /// <summary>
    /// Whether an ID3 tag begins here (ID3v2.4.0, section 3.1): a version, flags of four bits, and a size of four times
    /// seven bits.
    /// </summary>
    public static Landmark TagAt(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> begin = bytes[..Math.Min(bytes.Length, TagSizes.Id3v2Header)];
        for (int i = 0; i < begin.Length; i++)
        {
            bool fits = i switch
            {
                < 3 => begin[i] == "ID3"u8[i],
                3 => begin[i] is >= 2 and <= 4,
                4 => begin[i] == 0,
                5 => (begin[i] & 15) == 0,
                _ => begin[i] < 0x80,
            };
            if (!fits)
                return Landmark.None;
        }

        return begin.Length < TagSizes.Id3v2Header ? Landmark.Undecided : Landmark.Tag;
    }

    /// <summary>The size in the header of a chunk.</summary>
    /// <param name="header">Its eight bytes.</param>
    /// <param name="isBigEndian">Whether the file is RIFX.</param>
    public static uint ChunkSize(ReadOnlySpan<byte> header, bool isBigEndian) =>
        isBigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(header[NameBytes..])
            : BinaryPrimitives.ReadUInt32LittleEndian(header[NameBytes..]);

    /// <summary>Whether these bytes can be the name of a chunk: letters, or zeros that fill up.</summary>
    /// <param name="name">At most four bytes.</param>
    public static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (byte letter in name)
        {
            if (letter is not (0 or (>= 0x20 and < 0x7F)))
                return false;
        }

        return true;
    }

    private sealed class Known(string name, uint least, uint most, string content = "")
    {
        private readonly byte[] _content = Encoding.ASCII.GetBytes(content);
        private readonly byte[] _name = Encoding.ASCII.GetBytes(name);

        public string Name => name;

        public ReadOnlySpan<byte> Bytes => _name;

        public Landmark At(ReadOnlySpan<byte> bytes, bool isBigEndian)
        {
            if (!TagSizes.Begins(bytes, _name))
                return Landmark.None;
            if (bytes.Length < ChunkHeaderBytes)
                return Landmark.Undecided;
            uint size = ChunkSize(bytes, isBigEndian);
            if (size < least || size > most || !TagSizes.Begins(bytes[ChunkHeaderBytes..], _content))
                return Landmark.None;
            return bytes.Length < ChunkHeaderBytes + _content.Length ? Landmark.Undecided : Landmark.Chunk;
        }
    }
}
