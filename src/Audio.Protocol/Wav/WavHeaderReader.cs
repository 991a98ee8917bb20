using System.Buffers;
using System.Buffers.Binary;

namespace Audio.Protocol.Wav;

/// <summary>
/// Reads a RIFF/WAVE header (Multimedia Programming Interface and Data Specifications 1.0; WAVEFORMATEXTENSIBLE as in
/// Microsoft's "Multiple channel audio data and WAVE files") from a stream that may be cut at any byte. A size of 0 or
/// 0xFFFFFFFF means that the producer did not know it. Unknown chunks are skipped. Keeps at most <see
/// cref="MaxHeaderBytes"/>.
/// </summary>
public sealed class WavHeaderReader
{
    /// <summary>The maximum length of a header, including the chunks before the samples.</summary>
    public const int MaxHeaderBytes = 64 * 1024;

    private const int RiffSize = 12;
    private const int ChunkHeaderSize = 8;
    private const uint UnknownSize = 0xFFFF_FFFF;

    private readonly ArrayBufferWriter<byte> _bytes = new(64);
    private AudioFormat? _format;
    private int _next; // start of the next chunk in _bytes; 0 until the RIFF header is read

    /// <summary>The header, after <see cref="Read"/> returned <see cref="WavHeaderStatus.Header"/>.</summary>
    public WavHeader Header { get; private set; }

    /// <summary>After <see cref="WavHeaderStatus.NoHeader"/>: the bytes that were read and are samples.</summary>
    public ReadOnlyMemory<byte> Skipped => _bytes.WrittenMemory;

    /// <summary>Reads bytes of the stream, up to the end of the header.</summary>
    /// <param name="bytes">Advanced past the bytes of the header.</param>
    /// <exception cref="ProtocolException">It is a RIFF header, but not of sound that can be played.</exception>
    public WavHeaderStatus Read(ref ReadOnlySequence<byte> bytes)
    {
        while (true)
        {
            ReadOnlySpan<byte> held = _bytes.WrittenSpan;
            if (!MayBeRiff(held))
                return WavHeaderStatus.NoHeader;
            if (Parse(held, out int needed))
                return WavHeaderStatus.Header;
            if (needed > MaxHeaderBytes)
            {
                throw new ProtocolException(
                    ProtocolErrorCode.TooLarge,
                    $"The WAV header is longer than {MaxHeaderBytes} bytes; send the samples sooner."
                );
            }

            if (bytes.IsEmpty)
                return WavHeaderStatus.Incomplete;

            // One byte at a time at first: without a RIFF header, what was read must be given back as samples.
            int wanted = held.Length < 4 ? 1 : needed - held.Length;
            ReadOnlySequence<byte> taken = bytes.Slice(0, Math.Min(wanted, bytes.Length));
            foreach (ReadOnlyMemory<byte> segment in taken)
                _bytes.Write(segment.Span);
            bytes = bytes.Slice(taken.End);
        }
    }

    private static bool MayBeRiff(ReadOnlySpan<byte> held)
    {
        ReadOnlySpan<byte> id = held[..Math.Min(4, held.Length)];
        if (id.SequenceEqual("RIFX"u8) || id.SequenceEqual("RF64"u8))
        {
            throw new ProtocolException(
                ProtocolErrorCode.Unsupported,
                "Big-endian and 64-bit WAV files (RIFX, RF64) are not played; send RIFF."
            );
        }

        return "RIFF"u8.StartsWith(id) || (id.Length < 4 && ("RIFX"u8.StartsWith(id) || "RF64"u8.StartsWith(id)));
    }

    /// <summary>Reads chunk by chunk.</summary>
    /// <param name="held">All bytes that were read so far.</param>
    /// <param name="needed">The bytes that are needed to go on.</param>
    /// <returns>Whether the header is complete and the samples come next.</returns>
    private bool Parse(ReadOnlySpan<byte> held, out int needed)
    {
        if (_next == 0)
        {
            needed = RiffSize;
            if (held.Length < RiffSize)
                return false;
            if (!held[8..RiffSize].SequenceEqual("WAVE"u8))
                throw Malformed("The RIFF file is not a WAVE file");
            _next = RiffSize;
        }

        while (true)
        {
            needed = _next + ChunkHeaderSize;
            if (held.Length < needed)
                return false;
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(held[(_next + 4)..]);
            ReadOnlySpan<byte> id = held.Slice(_next, 4);
            if (id.SequenceEqual("data"u8))
            {
                AudioFormat format = _format ?? throw Malformed("The WAV header has no format (fmt) before its data");
                Header = new WavHeader(format, size is 0 or UnknownSize ? null : size);
                return true;
            }

            long end = (long)_next + ChunkHeaderSize + size + (size & 1);
            needed = (int)Math.Min(end, MaxHeaderBytes + 1);
            if (held.Length < needed || needed < end)
                return false;
            if (id.SequenceEqual("fmt "u8))
                _format = WavFormatChunk.Read(held.Slice(_next + ChunkHeaderSize, (int)size));
            _next = (int)end;
        }
    }

    private static ProtocolException Malformed(string what) => new(ProtocolErrorCode.Malformed, what + ".");
}
