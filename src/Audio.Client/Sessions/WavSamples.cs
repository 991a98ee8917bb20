using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Audio.Protocol;
using Audio.Protocol.Wav;

namespace Audio.Client.Sessions;

/// <summary>The samples of a WAV stream, as they arrive: header first, what stands behind the samples is left.</summary>
internal sealed class WavSamples(Stream wav) : IAsyncDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(wav, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
    private long? _left;

    /// <exception cref="ProtocolException">It is none.</exception>
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
                    throw new ProtocolException(ProtocolErrorCode.Malformed, "The stream is no WAV stream: it does not begin with RIFF. For samples alone, start a session with their format.");
                case WavHeaderStatus.Incomplete when result.IsCompleted:
                    throw new ProtocolException(ProtocolErrorCode.Malformed, "The stream ends inside its WAV header.");
            }
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
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

    public ValueTask DisposeAsync() => _reader.CompleteAsync();
}
