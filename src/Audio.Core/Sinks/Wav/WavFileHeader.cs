using System.Buffers.Binary;
using Audio.Protocol;

namespace Audio.Core.Sinks.Wav;

/// <summary>
/// The header of a WAV file that can grow beyond 4 GiB: RIFF/WAVE with a leading JUNK chunk, which becomes RF64 with a
/// ds64 chunk when 32-bit sizes no longer suffice (EBU Tech 3306). Its length is constant, so it can be rewritten in
/// place.
/// </summary>
internal readonly struct WavFileHeader(AudioFormat format)
{
    private const ushort FormatPcm = 1;
    private const ushort FormatFloat = 3;
    private const int Ds64Length = 28;
    private static readonly Range WaveName = 8..12;
    private static readonly Range FormatChunk = 48..72;

    private bool IsFloat => format.Encoding == SampleEncoding.Float32Le;

    /// <summary>
    /// Bytes before the first sample: 80 for PCM; 94 for float, which needs a longer fmt chunk and a fact chunk.
    /// </summary>
    public int Length => IsFloat ? 94 : 80;

    /// <summary>
    /// Writes the header of a file with this many bytes of samples into the first <see cref="Length"/> bytes.
    /// </summary>
    public void Write(Span<byte> target, long dataBytes)
    {
        long riffBytes = Length - 8 + dataBytes;
        bool large = riffBytes >= uint.MaxValue;
        var writer = new ChunkWriter(target[..Length]);

        writer.Name(large ? "RF64"u8 : "RIFF"u8);
        writer.U32(large ? uint.MaxValue : (uint)riffBytes);
        writer.Name("WAVE"u8);

        writer.Name(large ? "ds64"u8 : "JUNK"u8);
        writer.U32(Ds64Length);
        writer.U64(large ? riffBytes : 0);
        writer.U64(large ? dataBytes : 0);
        writer.U64(large ? dataBytes / format.BytesPerFrame : 0);
        writer.U32(0); // no table of other long chunks

        writer.Name("fmt "u8);
        writer.U32(IsFloat ? 18u : 16u);
        writer.U16(IsFloat ? FormatFloat : FormatPcm);
        writer.U16((ushort)format.Channels);
        writer.U32((uint)format.SampleRate);
        writer.U32((uint)format.BytesPerSecond);
        writer.U16((ushort)format.BytesPerFrame);
        writer.U16((ushort)(format.BytesPerSample * 8));
        if (IsFloat)
        {
            writer.U16(0); // no extension
            writer.Name("fact"u8);
            writer.U32(4);
            writer.U32(large ? uint.MaxValue : (uint)(dataBytes / format.BytesPerFrame));
        }

        writer.Name("data"u8);
        writer.U32(large ? uint.MaxValue : (uint)dataBytes);
    }

    /// <summary>Whether a file starts with the same header, whatever its sizes.</summary>
    public bool IsHeadOf(Stream file)
    {
        Span<byte> mine = stackalloc byte[Length];
        Span<byte> its = stackalloc byte[Length];
        Write(mine, 0);
        file.Position = 0;
        return file.ReadAtLeast(its, its.Length, throwOnEndOfStream: false) == its.Length
            && its[0] == mine[0] // RIFF or RF64
            && its[WaveName].SequenceEqual(mine[WaveName])
            && its[FormatChunk].SequenceEqual(mine[FormatChunk]);
    }

    private ref struct ChunkWriter(Span<byte> target)
    {
        private Span<byte> _rest = target;

        public void Name(ReadOnlySpan<byte> name)
        {
            name.CopyTo(_rest);
            _rest = _rest[name.Length..];
        }

        public void U16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
            _rest = _rest[sizeof(ushort)..];
        }

        public void U32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
            _rest = _rest[sizeof(uint)..];
        }

        public void U64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
            _rest = _rest[sizeof(long)..];
        }
    }
}
