using System.Runtime.CompilerServices;
using Audio.Core.Codecs.Detection;
using Audio.Protocol;

namespace Audio.Cli.Play;

/// <summary>A file or standard input: its bytes as they arrive, and what it says about itself.</summary>
internal sealed class PlaySource : IAsyncDisposable
{
    /// <summary>The name of standard input on the command line.</summary>
    public const string StandardInput = "-";

    //  *immutable*
    private readonly Stream _stream;
    private readonly Func<Stream>? _openAgain;
    private readonly AudioFormat? _raw;
    private readonly byte[] _buffer = new byte[64 * 1024];

    //  *one reader at a time*
    private int _held; // bytes in the buffer that were read to see whether there are any

    private PlaySource(Stream stream, Func<Stream>? openAgain, AudioFormat? raw)
    {
        _stream = stream;
        _openAgain = openAgain;
        _raw = raw;
    }

    /// <summary>Opens a file or standard input and reads its first bytes.</summary>
    /// <param name="file">A path, or <see cref="StandardInput"/>.</param>
    /// <param name="raw">The format of bare samples.</param>
    /// <param name="openIn">Opens standard input.</param>
    /// <param name="cancellationToken">Cancels the wait, even if a pipe gives no data.</param>
    /// <param name="openFile">Opens a file, for tests.</param>
    /// <exception cref="UnplayableException">It is a folder, or empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user is not allowed to read the file.</exception>
    public static async Task<PlaySource> OpenAsync(
        string file,
        AudioFormat? raw,
        Func<Stream> openIn,
        CancellationToken cancellationToken,
        Func<string, Stream>? openFile = null
    )
    {
        if (file != StandardInput && Directory.Exists(file))
            throw new UnplayableException($"is a folder. Give the files in it ({Path.Combine(file, "*.wav")}).");
        openFile ??= OpenFile;
        PlaySource source =
            file == StandardInput
                ? new PlaySource(openIn(), openAgain: null, raw)
                : new PlaySource(openFile(file), () => openFile(file), raw);
        try
        {
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

    /// <summary>
    /// Reads what a file says about itself, on the thread pool and through a second handle: the sound does not wait for
    /// it. A pipe says nothing before it is played.
    /// </summary>
    public Task<SoundDescription> DescribeAsync() =>
        _openAgain is { } open && _stream.CanSeek
            ? Task.Run(() => Describe(open))
            : Task.FromResult(SoundDescription.None);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static FileStream OpenFile(string file) =>
        new(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0,
            useAsync: true
        );

    private SoundDescription Describe(Func<Stream> open)
    {
        try
        {
            using Stream stream = open();
            return SoundFile.Read(stream) is { } sound ? SoundDescription.Of(sound)
                : _raw is { } samples
                    ? new SoundDescription(null, TimeSpan.FromSeconds((double)stream.Length / samples.BytesPerSecond))
                : SoundDescription.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SoundDescription.None; // whoever plays it says why
        }
    }

    /// <summary>A read from a pipe cannot be cancelled, so only the wait for it is.</summary>
    private async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        ValueTask<int> read = _stream.ReadAsync(_buffer, CancellationToken.None);
        return read.IsCompletedSuccessfully ? read.Result : await read.AsTask().WaitAsync(cancellationToken);
    }
}
