using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Audio.Protocol;
using Audio.Protocol.Wav;

namespace Audio.Client.Streaming;

/// <summary>
/// The samples of a WAV stream, as they arrive. The header is read first; what follows the samples is ignored.
/// </summary>
internal sealed class WavSamples(Stream wav) : IAsyncDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(
        wav,
        new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true)
    );
    private long? _left;

    /// <summary>The format and the samples of a WAV file in memory.</summary>
    /// <exception cref="ProtocolException">It is not a WAV stream.</exception>
    public static (AudioFormat Format, ReadOnlyMemory<byte> Samples) Of(ReadOnlyMemory<byte> wav)
    {
        var header = new WavHeaderReader();
        var bytes = new ReadOnlySequence<byte>(wav);
        if (header.Read(ref bytes) is var status and not WavHeaderStatus.Header)
            throw NoHeader(status);
        ReadOnlyMemory<byte> samples = wav[(int)(wav.Length - bytes.Length)..];
        return (
            header.Header.Format,
            header.Header.DataBytes < samples.Length ? samples[..(int)header.Header.DataBytes] : samples
        );
    }

    /// <exception cref="ProtocolException">It is not a WAV stream.</exception>
    public async Task<AudioFormat> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var header = new WavHeaderReader();
        while (true)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> bytes = result.Buffer;
            WavHeaderStatus status = header.Read(ref bytes);
            _reader.AdvanceTo(bytes.Start);
            switch (status)
            {
                case WavHeaderStatus.Header:
                    _left = header.Header.DataBytes;
                    return header.Header.Format;
                case WavHeaderStatus.NoHeader:
                case WavHeaderStatus.Incomplete when result.IsCompleted:
                    throw NoHeader(status);
            }
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (_left is not 0)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> bytes = result.Buffer;
            ReadOnlySequence<byte> samples = _left is { } left ? bytes.Slice(0, Math.Min(left, bytes.Length)) : bytes;
            foreach (ReadOnlyMemory<byte> segment in samples)
                yield return segment;
            _left -= samples.Length;
            _reader.AdvanceTo(samples.End);
            if (result.IsCompleted)
                break;
        }
    }

    private static ProtocolException NoHeader(WavHeaderStatus status) =>
        new(
            ProtocolErrorCode.Malformed,
            status == WavHeaderStatus.NoHeader
                ? "It is not a WAV file: it does not begin with RIFF. "
                    + "Raw samples need a format, such as AudioFormat.Pcm16(rate)."
                : "The WAV ends inside its header."
        );

    public ValueTask DisposeAsync() => _reader.CompleteAsync();
}
