using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Audio.Protocol;

namespace Audio.Core.Sinks.Wav;

/// <summary>
/// A WAV file that can be read while it is written: samples first, then the sizes in the header. So at any moment, even
/// after the process was killed, the header only covers samples that exist. One thread at a time.
/// </summary>
internal sealed class WavFile : IDisposable
{
    private readonly Stream _stream;
    private readonly AudioFormat _format;
    private readonly WavFileHeader _header;
    private readonly byte[] _headerBytes;
    private readonly DitheredPcm16 _pcm16 = new();
    private byte[] _samples = [];
    private long _dataBytes;
    private long _headerDataBytes;

    /// <summary>Writes a header, or updates the existing one.</summary>
    /// <param name="stream">
    /// Seekable and unbuffered; owned by this object. Samples after an existing header are kept.
    /// </param>
    /// <param name="format">16-bit PCM or 32-bit float.</param>
    public WavFile(Stream stream, AudioFormat format)
    {
        _stream = stream;
        _format = format;
        _header = new WavFileHeader(format);
        _headerBytes = new byte[_header.Length];
        long kept = Math.Max(0, stream.Length - _header.Length);
        _dataBytes = kept - kept % format.BytesPerFrame;
        if (stream.CanSeek && stream.Length > 0)
            EnsureRoom();
        WriteHeader();
    }

    /// <summary>
    /// Appends samples; ±1 is full scale. In a 16-bit file, values that came from 16 bits are unchanged; others are
    /// dithered.
    /// </summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        Span<byte> bytes = Encode(samples);
        Put(bytes, _header.Length + _dataBytes);
        _dataBytes += bytes.Length;
        if (_dataBytes - _headerDataBytes >= _format.BytesPerSecond)
            WriteHeader();
    }

    /// <summary>
    /// Fails if a file that is continued has no room for another second: on a full disk its header can still be
    /// written, and the next samples would be lost at once.
    /// </summary>
    private void EnsureRoom()
    {
        long end = _header.Length + _dataBytes;
        try
        {
            Put(new byte[_format.BytesPerSecond], end);
        }
        finally
        {
            _stream.SetLength(end);
        }
    }

    /// <summary>Updates the sizes in the header.</summary>
    public void WriteHeader()
    {
        _header.Write(_headerBytes, _dataBytes);
        Put(_headerBytes, at: 0);
        _headerDataBytes = _dataBytes;
    }

    public void Dispose() => _stream.Dispose();

    /// <exception cref="IOException">It cannot be written.</exception>
    private void Put(ReadOnlySpan<byte> bytes, long at)
    {
        _stream.Position = at;
        try
        {
            _stream.Write(bytes);
        }
        catch (ArgumentOutOfRangeException error)
        {
            // What .NET makes of EFBIG: 4 GiB on a FAT volume, or a limit of the user's.
            throw new IOException("The file may not become longer.", error);
        }
    }

    private Span<byte> Encode(ReadOnlySpan<float> samples)
    {
        int length = samples.Length * _format.BytesPerSample;
        if (_samples.Length < length)
            _samples = new byte[length];
        Span<byte> bytes = _samples.AsSpan(0, length);
        if (_format.Encoding == SampleEncoding.Float32Le)
        {
            if (BitConverter.IsLittleEndian)
            {
                MemoryMarshal.AsBytes(samples).CopyTo(bytes);
                return bytes;
            }

            for (int i = 0; i < samples.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], samples[i]);
            return bytes;
        }

        _pcm16.Convert(samples, bytes);
        return bytes;
    }
}
