using System.Runtime.CompilerServices;
using Audio.Core.Codecs.Detection;
using Audio.Protocol;

namespace Audio.Cli.Play;

/// <summary>A file or standard input: what it says about itself, and its bytes as they arrive.</summary>
internal sealed class PlaySource : IAsyncDisposable
{
    /// <summary>The name of standard input on the command line.</summary>
    public const string StandardInput = "-";

    //  *immutable*
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];

    //  *one reader at a time*
    private int _held; // bytes in the buffer that were read to see whether there are any

    private PlaySource(Stream stream) => _stream = stream;

    /// <summary>The duration; <see langword="null"/>: unknown until the end.</summary>
    public TimeSpan? Length { get; private set; }

    /// <summary>The title and the artist; <see langword="null"/>: the file does not say them.</summary>
    public string? Title { get; private set; }

    /// <summary>Opens a file or standard input and reads what it says about itself.</summary>
    /// <param name="file">A path, or <see cref="StandardInput"/>.</param>
    /// <param name="raw">The format of bare samples.</param>
    /// <param name="openIn">Opens standard input.</param>
    /// <param name="cancellationToken">Cancels the wait, even if a pipe gives no data.</param>
    /// <exception cref="UnplayableException">It is a folder, or empty.</exception>
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
            source.Describe(raw);
            source._held = await source.ReadAsync(cancellationToken);
            return source._held > 0 ? source : throw new UnplayableException("is empty.");
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>All bytes to the end. Each piece is valid until the next one is requested.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (_held > 0)
        {
            yield return _buffer.AsMemory(0, _held);
            _held = await ReadAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>A pipe says nothing before it is played.</summary>
    private void Describe(AudioFormat? raw)
    {
        if (!_stream.CanSeek)
            return;
        var sound = SoundFile.Read(_stream);
        Title = sound switch
        {
            { Title: { } title, Artist: { } artist } => $"{artist}: {title}",
            { Title: { } title } => title,
            _ => null,
        };
        if (sound is not null)
            Length = sound.Duration;
        else if (raw is { } samples)
            Length = TimeSpan.FromSeconds((double)_stream.Length / samples.BytesPerSecond);
    }

    /// <summary>A read from a pipe cannot be cancelled, so only the wait for it is.</summary>
    private async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        ValueTask<int> read = _stream.ReadAsync(_buffer, CancellationToken.None);
        return read.IsCompletedSuccessfully ? read.Result : await read.AsTask().WaitAsync(cancellationToken);
    }
}
