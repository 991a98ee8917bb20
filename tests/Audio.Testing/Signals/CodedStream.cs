using System.Buffers.Binary;
using System.Text;

namespace Audio.Testing.Signals;

/// <summary>
/// Cuts encoded files, or several of them one behind another, where their codecs do: at the frames of MP3 and FLAC,
/// the pages of Ogg, the blocks of ADPCM, and every 20 ms of plain samples. It knows only what the encoders of the
/// tests write.
/// </summary>
public sealed class CodedStream
{
    private const int FlacNumber = 4; // where a frame's header has its number
    private const int WavPcm = 1;
    private const int WavAdpcm = 0x11;

    private readonly byte[] _file;
    private readonly List<CodedPiece> _pieces = [];
    private int _at;
    private int _rate; // of what is being cut
    private long _frames;
    private TimeSpan _time;

    private CodedStream(byte[] file) => _file = file;

    private ReadOnlySpan<byte> Rest => _file.AsSpan(_at);

    /// <summary>Cuts a file.</summary>
    public static IReadOnlyList<CodedPiece> Cut(byte[] file)
    {
        var stream = new CodedStream(file);
        while (stream._at < file.Length)
            stream.CutNext();
        return stream._pieces;
    }

    private void CutNext()
    {
        if (Rest.StartsWith("RIFF"u8))
            CutWav();
        else if (Rest.StartsWith("fLaC"u8))
            CutFlac();
        else if (Rest.StartsWith("OggS"u8))
            CutOgg();
        else if (_file[_at] == 0xFF)
            CutMpegFrame();
        else
            throw new NotSupportedException($"At byte {_at} there is no frame.");
    }

    private void Add(int length, int frames)
    {
        _at += length;
        _frames += frames;
        _time += frames == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)frames / _rate);
        _pieces.Add(new CodedPiece(_at, _frames, _time));
    }

    private void CutWav()
    {
        ReadOnlySpan<byte> format = Rest[(Rest.IndexOf("fmt "u8) + 8)..];
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        _rate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
        int align = BinaryPrimitives.ReadUInt16LittleEndian(format[12..]);
        int blockFrames = tag == WavAdpcm ? BinaryPrimitives.ReadUInt16LittleEndian(format[18..]) : _rate / 50;
        int blockBytes = tag == WavPcm ? align * blockFrames : align;
        int data = Rest.IndexOf("data"u8);
        int end = _at + data + 8 + BinaryPrimitives.ReadInt32LittleEndian(Rest[(data + 4)..]);
        Add(data + 8, 0);
        while (_at < end)
        {
            if (tag is WavPcm or WavAdpcm)
                Add(Math.Min(blockBytes, end - _at), blockFrames * Math.Min(blockBytes, end - _at) / blockBytes);
            else
                CutMpegFrame();
        }
    }

    /// <summary>A frame of MPEG 2, layer III: 576 samples.</summary>
    private void CutMpegFrame()
    {
        const int Samples = 576;
        ReadOnlySpan<int> rates = [22_050, 24_000, 16_000];
        ReadOnlySpan<int> kilobits = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        if ((_file[_at + 1] & 0xFE) != 0xF2)
            throw new NotSupportedException($"At byte {_at} there is no frame of MPEG 2, layer III.");
        int setting = _file[_at + 2];
        _rate = rates[setting >> 2 & 3];
        int padding = setting >> 1 & 1;
        int length = Samples / 8 * kilobits[setting >> 4] * 1_000 / _rate + padding;
        Add(Math.Min(length, _file.Length - _at), Samples);
    }

    private void CutFlac()
    {
        int head = 4;
        bool isLast;
        do
        {
            isLast = (Rest[head] & 0x80) != 0;
            head += 4 + (BinaryPrimitives.ReadInt32BigEndian(Rest[head..]) & 0xFF_FFFF);
        } while (!isLast);
        int blockFrames = BinaryPrimitives.ReadUInt16BigEndian(Rest[8..]);
        long total = BinaryPrimitives.ReadUInt32BigEndian(Rest[22..]); // the low 32 of its 36 bits
        _rate = FlacRate(Rest);
        Add(head, 0);
        long end = _frames + total;
        for (int number = 1; _frames < end; number++)
        {
            bool isLastFrame = end - _frames <= blockFrames;
            Add(isLastFrame ? Rest.Length : FlacFrameLength(number), (int)Math.Min(blockFrames, end - _frames));
        }
    }

    /// <summary>The bytes up to the frame of a number, which is coded like a character of UTF-8.</summary>
    private int FlacFrameLength(int next)
    {
        byte[] number = Encoding.UTF8.GetBytes(char.ConvertFromUtf32(next));
        for (int length = 1; ; length++)
        {
            // The third byte holds the size of the block, which is another one in the last frame.
            ReadOnlySpan<byte> header = Rest[length..];
            if (
                header.StartsWith(Rest[..2])
                && header[FlacNumber - 1] == Rest[FlacNumber - 1]
                && header[FlacNumber..].StartsWith(number)
            )
            {
                return length;
            }
        }
    }

    /// <summary>A logical stream: its pages from the first to the last.</summary>
    private void CutOgg()
    {
        long before = _frames;
        int skipped = 0;
        bool isLast;
        do
        {
            int length = 27 + Rest[26];
            foreach (byte lacing in Rest.Slice(27, Rest[26]))
                length += lacing;
            isLast = (Rest[5] & 4) != 0;
            ReadOnlySpan<byte> page = Rest[..length];
            if (page.IndexOf("OpusHead"u8) is var opus and >= 0)
                (_rate, skipped) = (48_000, BinaryPrimitives.ReadUInt16LittleEndian(page[(opus + 10)..]));
            else if (page.IndexOf("\u0001vorbis"u8) is var vorbis and >= 0)
                _rate = BinaryPrimitives.ReadInt32LittleEndian(page[(vorbis + 12)..]);
            else if (page.IndexOf("fLaC"u8) is var flac and >= 0)
                _rate = FlacRate(page[flac..]);
            long position = BinaryPrimitives.ReadInt64LittleEndian(page[6..]);
            long whole = position <= 0 ? _frames : before + Math.Max(0, position - skipped);
            Add(length, (int)(whole - _frames));
        } while (!isLast);
    }

    private static int FlacRate(ReadOnlySpan<byte> flac) => flac[18] << 12 | flac[19] << 4 | flac[20] >> 4;
}
