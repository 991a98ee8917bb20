using System.Buffers.Binary;
using Audio.Protocol;

namespace Audio.Core.Codecs.Wav;

/// <summary>
/// Reads the chunks of a WAV file up to its samples (Multimedia Programming Interface and Data Specifications 1.0; EBU
/// Tech 3306 for RF64; ITU-R BS.2088 for BW64). Chunks of any size pass by; none is kept, except what it reads of the
/// format, the sizes and two texts.
/// </summary>
internal sealed class HeaderParser
{
    /// <summary>
    /// From here on a 32-bit size means that the producer did not know it: 2,000,000,000, 0x7FFFF000, 0x7FFFFFFF,
    /// 0xFFFFFFFF, all of these less the bytes of a header, and 0.
    /// </summary>
    public const uint MinUnknownSize = 0x7700_0000;

    private const int ChunkHeaderBytes = Landmarks.ChunkHeaderBytes;
    private const int SizesBytes = 16; // of the ds64 chunk: u64 RIFF size, u64 data size
    private const int MaxFormatBytes = 65_536;

    private enum State
    {
        Chunk,
        Content,
        Skipping,
        ListType,
        ListItem,
    }

    private enum Kept
    {
        Format,
        Sizes,
        Title,
        Artist,
    }

    private readonly byte[] _content = new byte[SoundText.MaxBytes];
    private State _state;
    private Kept _kept;
    private int _wanted; // bytes of the content to keep
    private int _held; // bytes of it in _content
    private long _left; // bytes of the chunk, or of the item of a list, that have not passed
    private long _listLeft; // bytes of the list behind the item
    private bool _mayBePadded;
    private long _longDataBytes;
    private bool _hasSizes;

    /// <summary>The format; <see langword="null"/>: there was none.</summary>
    public WavFormat? Format { get; private set; }

    /// <summary>Bytes of the samples; <see langword="null"/>: up to the end of the stream.</summary>
    public long? DataBytes { get; private set; }

    /// <summary>Whether numbers are big-endian (RIFX).</summary>
    public bool IsBigEndian { get; private set; }

    /// <summary>The title (<c>INAM</c>) of the first file that has one.</summary>
    public string? Title { get; private set; }

    /// <summary>The artist (<c>IART</c>) of the first file that has one.</summary>
    public string? Artist { get; private set; }

    /// <summary>Why the file cannot be played, after <see cref="HeaderStep.Refused"/>.</summary>
    public ProtocolException? Refusal { get; private set; }

    /// <summary>Begins with the first chunk of a file.</summary>
    /// <param name="isBigEndian">Whether numbers are big-endian (RIFX).</param>
    public void Begin(bool isBigEndian)
    {
        IsBigEndian = isBigEndian;
        Format = null;
        DataBytes = null;
        Refusal = null;
        _hasSizes = false;
        _mayBePadded = false;
        _listLeft = 0;
        _state = State.Chunk;
    }

    /// <summary>Reads on.</summary>
    /// <param name="bytes">The next bytes of the stream; those that it does not use come again.</param>
    /// <param name="used">Bytes that it is done with.</param>
    public HeaderStep Read(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[used..];
            HeaderStep? step = _state switch
            {
                State.Chunk => ReadChunkHeader(rest, ref used),
                State.Content => ReadContent(rest, ref used),
                State.Skipping => Skip(rest, ref used),
                State.ListType => ReadListType(rest, ref used),
                _ => ReadItemHeader(rest, ref used),
            };
            if (step is { } reached)
                return reached;
        }
    }

    /// <summary>Bytes of samples by the size of a data chunk; <see langword="null"/>: nobody knew.</summary>
    /// <param name="size">The size in its header.</param>
    public long? DataSize(uint size)
    {
        if (size == uint.MaxValue && _hasSizes)
            return _longDataBytes is > 0 and < long.MaxValue ? _longDataBytes : null;
        return size is 0 or >= MinUnknownSize ? null : size;
    }

    private HeaderStep? ReadChunkHeader(ReadOnlySpan<byte> bytes, ref int used)
    {
        if (bytes.Length < ChunkHeaderBytes + (_mayBePadded ? 1 : 0))
            return HeaderStep.NeedsBytes;
        int padding = _mayBePadded && IsPadded(bytes) ? 1 : 0;
        ReadOnlySpan<byte> header = bytes[padding..];
        Landmark landmark = Landmarks.HeaderAt(header);
        if (landmark == Landmark.Undecided)
            return HeaderStep.NeedsBytes;
        used += padding;
        _mayBePadded = false;
        if (landmark == Landmark.Header)
            return HeaderStep.AtHeader;

        uint size = Landmarks.ChunkSize(header, IsBigEndian);
        ReadOnlySpan<byte> name = header[..4];
        if (!Landmarks.IsName(name))
            return Refuse($"The WAV header is damaged: where a chunk begins, there is 0x{Convert.ToHexString(name)}.");
        used += ChunkHeaderBytes;
        if (name.SequenceEqual("data"u8))
        {
            DataBytes = DataSize(size);
            return HeaderStep.AtSamples;
        }

        _left = size;
        _listLeft = 0;
        _mayBePadded = size % 2 == 1;
        _state = State.Skipping;
        if (name.SequenceEqual("fmt "u8))
        {
            if (size is < FormatChunk.MinSize or > MaxFormatBytes)
                return Refuse($"The WAV format chunk has {size} bytes; it has 16 to 40, or a few more.");
            Keep(Kept.Format, FormatChunk.MaxSize);
        }
        else if (name.SequenceEqual("ds64"u8) && size >= SizesBytes)
        {
            Keep(Kept.Sizes, SizesBytes);
        }
        else if (name.SequenceEqual("LIST"u8) && size >= 4)
        {
            _state = State.ListType;
        }

        return null;
    }

    /// <summary>Whether a byte stands between a chunk of odd size and the next one, as it should.</summary>
    private static bool IsPadded(ReadOnlySpan<byte> bytes)
    {
        if (IsExpected(bytes[1..]))
            return true;
        return !IsExpected(bytes) && (bytes[0] == 0 || !Landmarks.IsName(bytes[..4]));

        static bool IsExpected(ReadOnlySpan<byte> at) => Landmarks.Named(at) != Landmark.None;
    }

    private HeaderStep? ReadContent(ReadOnlySpan<byte> bytes, ref int used)
    {
        int taken = Math.Min(_wanted - _held, bytes.Length);
        bytes[..taken].CopyTo(_content.AsSpan(_held));
        _held += taken;
        _left -= taken;
        used += taken;
        if (_held < _wanted)
            return HeaderStep.NeedsBytes;
        _state = State.Skipping;
        return Use(_content.AsSpan(0, _held));
    }

    private HeaderStep? Use(ReadOnlySpan<byte> content)
    {
        switch (_kept)
        {
            case Kept.Format:
                Format = FormatChunk.Read(content, IsBigEndian, out ProtocolException? refusal);
                Refusal = refusal;
                return Format is null ? HeaderStep.Refused : null;
            case Kept.Sizes:
                _longDataBytes = BinaryPrimitives.ReadInt64LittleEndian(content[8..]);
                _hasSizes = true;
                return null;
            case Kept.Title:
                Title = InfoText.Of(content);
                return null;
            default:
                Artist = InfoText.Of(content);
                return null;
        }
    }

    /// <summary>
    /// Lets a chunk pass. A header in it means that the size is wrong, or that the stream was cut and goes on with
    /// another file.
    /// </summary>
    private HeaderStep? Skip(ReadOnlySpan<byte> bytes, ref int used)
    {
        int passed = Landmarks.Pass(bytes, _left, IsBigEndian, out bool isHeader);
        _left -= passed;
        used += passed;
        if (isHeader)
            return HeaderStep.AtHeader;
        if (_left > 0)
            return HeaderStep.NeedsBytes;
        _state = _listLeft > 0 ? State.ListItem : State.Chunk;
        return null;
    }

    private HeaderStep? ReadListType(ReadOnlySpan<byte> bytes, ref int used)
    {
        if (bytes.Length < 4)
            return HeaderStep.NeedsBytes;
        used += 4;
        _left -= 4;
        _state = State.Skipping;
        if (bytes.StartsWith("INFO"u8))
        {
            _listLeft = _left;
            _left = 0;
        }

        return null;
    }

    private HeaderStep? ReadItemHeader(ReadOnlySpan<byte> bytes, ref int used)
    {
        if (_listLeft < ChunkHeaderBytes)
        {
            _left = _listLeft;
            _listLeft = 0;
            _state = State.Skipping;
            return null;
        }

        if (bytes.Length < ChunkHeaderBytes)
            return HeaderStep.NeedsBytes;
        used += ChunkHeaderBytes;
        _listLeft -= ChunkHeaderBytes;
        uint size = Landmarks.ChunkSize(bytes, IsBigEndian);
        _left = Math.Min(size + (long)(size % 2), _listLeft);
        _listLeft -= _left;
        _state = State.Skipping;
        int text = (int)Math.Min(Math.Min(size, _left), SoundText.MaxBytes);
        if (Title is null && bytes.StartsWith("INAM"u8))
            Keep(Kept.Title, text);
        else if (Artist is null && bytes.StartsWith("IART"u8))
            Keep(Kept.Artist, text);
        return null;
    }

    /// <summary>Keeps the beginning of the chunk, and lets the rest pass.</summary>
    private void Keep(Kept what, int most)
    {
        _kept = what;
        _wanted = (int)Math.Min(most, _left);
        _held = 0;
        _state = State.Content;
    }

    private HeaderStep Refuse(string message)
    {
        Refusal = new ProtocolException(ProtocolErrorCode.Malformed, message);
        return HeaderStep.Refused;
    }
}
