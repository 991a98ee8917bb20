using System.Buffers.Binary;
using System.Text;

namespace Audio.Testing.Signals;

/// <summary>A WAV file, read and written by the tests' own code.</summary>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">The number of channels.</param>
/// <param name="Bits">Of one sample.</param>
/// <param name="IsFloat">IEEE float instead of integer.</param>
/// <param name="Data">The samples' bytes.</param>
public sealed record WaveFile(int SampleRate, int Channels, int Bits, bool IsFloat, byte[] Data)
{
    private const int Pcm16 = 1;
    private const int IeeeFloat = 3;
    private const int Extensible = 0xFFFE;

    /// <summary>Whole frames in it.</summary>
    public int Frames => Data.Length / (Channels * Bits / 8);

    /// <summary>How long it plays.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Frames / SampleRate);

    /// <summary>The samples, interleaved, within ±1.</summary>
    public float[] Samples => Pcm.Floats(Data, Bits, IsFloat);

    /// <summary>A file of 16-bit samples.</summary>
    public static WaveFile FromInt16(ReadOnlySpan<short> samples, int rate, int channels) =>
        new(rate, channels, 16, IsFloat: false, Pcm.Bytes(samples));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not a WAV file, or does not state its sizes.</exception>
    public static WaveFile Read(string path) => Parse(File.ReadAllBytes(path));

    /// <summary>Reads a file's bytes.</summary>
    public static WaveFile Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
            throw new InvalidDataException("There is no RIFF/WAVE header.");
        WaveFile? format = null;
        int at = 12;
        while (at + 8 <= file.Length)
        {
            string id = Encoding.ASCII.GetString(file.Slice(at, 4));
            long length = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (at + 8 + length > file.Length)
                throw new InvalidDataException($"The chunk '{id}' of {length} bytes ends behind the file.");
            ReadOnlySpan<byte> chunk = file.Slice(at + 8, (int)length);
            if (id == "fmt ")
            {
                format = Format(chunk);
            }
            else if (id == "data")
            {
                return (format ?? throw new InvalidDataException("The data stands before its format.")) with
                {
                    Data = chunk.ToArray(),
                };
            }

            at += 8 + (int)length + (int)(length & 1);
        }

        throw new InvalidDataException("There is no data chunk.");
    }

    /// <summary>Writes it to a file.</summary>
    public void Write(string path) => File.WriteAllBytes(path, ToBytes());

    /// <summary>The whole file.</summary>
    public byte[] ToBytes() => [.. Header(Data.Length), .. Data];

    /// <summary>The 44 bytes before the samples.</summary>
    /// <param name="dataBytes">The data size in the header; 0 or 0xFFFFFFFF, as written by streaming producers.</param>
    public byte[] Header(long dataBytes)
    {
        byte[] header = new byte[44];
        Span<byte> h = header;
        int frameBytes = Channels * Bits / 8;
        "RIFF"u8.CopyTo(h);
        BinaryPrimitives.WriteUInt32LittleEndian(
            h[4..],
            dataBytes is 0 or uint.MaxValue ? (uint)dataBytes : (uint)(36 + dataBytes)
        );
        "WAVEfmt "u8.CopyTo(h[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(h[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(h[20..], (short)(IsFloat ? IeeeFloat : Pcm16));
        BinaryPrimitives.WriteInt16LittleEndian(h[22..], (short)Channels);
        BinaryPrimitives.WriteInt32LittleEndian(h[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(h[28..], SampleRate * frameBytes);
        BinaryPrimitives.WriteInt16LittleEndian(h[32..], (short)frameBytes);
        BinaryPrimitives.WriteInt16LittleEndian(h[34..], (short)Bits);
        "data"u8.CopyTo(h[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(h[40..], (uint)dataBytes);
        return header;
    }

    private static WaveFile Format(ReadOnlySpan<byte> chunk)
    {
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (tag == Extensible)
            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]); // the first field of the SubFormat GUID
        if (tag is not (Pcm16 or IeeeFloat))
            throw new InvalidDataException($"The format tag {tag} is neither PCM nor float.");
        return new WaveFile(
            BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]),
            BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]),
            tag == IeeeFloat,
            []
        );
    }
}
