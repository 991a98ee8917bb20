using System.Buffers;
using System.Runtime.CompilerServices;
using Audio.Protocol;
using Audio.Protocol.Wav;

namespace Audio.Cli.Play;

/// <summary>A file or standard input: its format, and its samples as they arrive.</summary>
internal sealed class PlaySource : IAsyncDisposable
{
    /// <summary>The name of standard input on the command line.</summary>
    public const string StandardInput = "-";

    private const string ConvertHint =
        "Convert it (ffmpeg -v error -i FILE -f wav - | audiod play -), "
        + "or give the format of its samples (--rate 24000 --channels 1 --encoding pcm_s16le).";

    //  *immutable*
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];

    //  *one reader at a time*
    private ReadOnlyMemory<byte> _held;
    private int _heldInBuffer;
    private int _heldAt;
    private long? _left;

    private PlaySource(Stream stream) => _stream = stream;

    /// <summary>The format of the samples.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>The duration; <see langword="null"/>: unknown until the end.</summary>
    public TimeSpan? Length { get; private set; }

    /// <summary>Opens a file or standard input and reads its header.</summary>
    /// <param name="file">A path, or <see cref="StandardInput"/>.</param>
    /// <param name="raw">The format to assume if there is no header.</param>
    /// <param name="openIn">Opens standard input.</param>
    /// <param name="cancellationToken">Cancels the wait, even if a pipe gives no data.</param>
    /// <exception cref="UnplayableException">The format is unknown or cannot be played.</exception>
    /// <exception cref="ProtocolException">The header is invalid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user is not allowed to read the file.</exception>
    public static async Task<PlaySource> OpenAsync(
        string file,
        AudioFormat? raw,
        Func<Stream> openIn,
        CancellationToken cancellationToken
    )
    {
        if (file != StandardInput && Directory.Exists(file))
            throw new UnplayableException($"is a folder. Give the files in it ({Path.Combine(file, "*.wav")}).");
        var source = new PlaySource(
            file == StandardInput
                ? openIn()
                : new FileStream(
                    file,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete,
                    bufferSize: 0,
                    useAsync: true
                )
        );
        try
        {
            await source.ReadHeaderAsync(raw, cancellationToken);
            return source;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The samples, up to the length in the header or the end of the stream, whichever comes first. Each piece is valid
    /// until the next one is requested.
    /// </summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (!_held.IsEmpty)
            yield return _held;
        ReadOnlyMemory<byte> piece = _buffer.AsMemory(_heldAt, _heldInBuffer);
        while (_left is not 0)
        {
            if (_left is { } left && piece.Length > left)
                piece = piece[..(int)left];
            _left -= piece.Length;
            if (!piece.IsEmpty)
                yield return piece;
            int count = _left is 0 ? 0 : await ReadAsync(cancellationToken);
            if (count == 0)
                break;
            piece = _buffer.AsMemory(0, count);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task ReadHeaderAsync(AudioFormat? raw, CancellationToken cancellationToken)
    {
        var header = new WavHeaderReader();
        WavHeaderStatus status;
        int total = 0;
        int count;
        do
        {
            count = await ReadAsync(cancellationToken);
            total += count;
            var bytes = new ReadOnlySequence<byte>(_buffer, 0, count);
            status = header.Read(ref bytes);
            (_heldAt, _heldInBuffer) = (count - (int)bytes.Length, (int)bytes.Length);
        } while (status == WavHeaderStatus.Incomplete && count > 0);

        if (total == 0)
            throw new UnplayableException("is empty.");
        if (status == WavHeaderStatus.Header)
        {
            (Format, _left) = (header.Header.Format, header.Header.DataBytes);
        }
        else
        {
            if (status == WavHeaderStatus.Incomplete && (raw is null || total >= 4))
                throw new UnplayableException("ends inside its WAV header.");
            Format = raw
                ?? throw new UnplayableException($"is not a WAV file: it does not begin with RIFF. {ConvertHint}");
            _held = header.Skipped;
        }
        if (!Format.IsPlayable)
        {
            throw new UnplayableException(
                $"has {Format.Channels} channels at {Format.SampleRate} Hz. "
                    + $"It can have 1 to {AudioFormat.MaxChannels} channels at up to {AudioFormat.MaxSampleRate} Hz."
            );
        }

        Length = LengthOf();
    }

    /// <summary>
    /// The duration of a file. For a pipe the header is no help: programs that do not know the length write a large
    /// one.
    /// </summary>
    private TimeSpan? LengthOf()
    {
        if (!_stream.CanSeek)
            return null;
        long there = _held.Length + _heldInBuffer + _stream.Length - _stream.Position;
        return TimeSpan.FromSeconds((double)Math.Min(_left ?? there, there) / Format.BytesPerSecond);
    }

    /// <summary>A read from a pipe cannot be cancelled, so only the wait for it is.</summary>
    private async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        ValueTask<int> read = _stream.ReadAsync(_buffer, CancellationToken.None);
        return read.IsCompletedSuccessfully ? read.Result : await read.AsTask().WaitAsync(cancellationToken);
    }
}
