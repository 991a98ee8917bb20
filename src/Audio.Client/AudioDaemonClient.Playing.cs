using Audio.Client.Streaming;
using Audio.Protocol;

namespace Audio.Client;

/// <content>Whole sounds: a session each, from its start to the last sample that was heard.</content>
public sealed partial class AudioDaemonClient
{
    /// <summary>Plays a WAV file, and returns when its last sample was heard.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Silence at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="IOException">
    /// It cannot be read: it is not there (<see cref="FileNotFoundException"/>, <see
    /// cref="DirectoryNotFoundException"/>), or is a folder.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="ProtocolException">It is no WAV file that can be played; nothing has sounded.</exception>
    /// <exception cref="AudioDaemonException">It cannot be played now.</exception>
    public async Task<PlaybackResult> PlayFileAsync(
        string path,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; name a WAV file in it.");
        var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
        await using (file.ConfigureAwait(false))
        {
            try
            {
                return await PlayAsync(file, options, cancellationToken).ConfigureAwait(false);
            }
            catch (ProtocolException e)
            {
                throw new ProtocolException(e.Code, $"'{path}' cannot be played: {e.Message}", e);
            }
        }
    }

    /// <summary>Plays a WAV stream while it arrives, and returns when its last sample was heard.</summary>
    /// <param name="wav">
    /// From its RIFF header on; read to the end of its samples, and left open: whoever opened it disposes it.
    /// </param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Silence at once.</param>
    /// <exception cref="ProtocolException">It is no WAV stream that can be played; nothing has sounded.</exception>
    /// <exception cref="AudioDaemonException">It cannot be played now.</exception>
    public async Task<PlaybackResult> PlayAsync(
        Stream wav,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(wav);
        await using var samples = new WavSamples(wav);
        AudioFormat format = await samples.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        return await PlayAsync(format, samples.ReadAllAsync(cancellationToken), options, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Plays a WAV file that is in memory, and returns when its last sample was heard.</summary>
    /// <param name="wav">From its RIFF header on; must not change until the call has ended.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Silence at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ProtocolException">
    /// It is no WAV file that can be played; nothing has sounded. Samples alone need their format beside them.
    /// </exception>
    /// <exception cref="AudioDaemonException">It cannot be played now.</exception>
    public async Task<PlaybackResult> PlayAsync(
        ReadOnlyMemory<byte> wav,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        (AudioFormat format, ReadOnlyMemory<byte> samples) = WavSamples.Of(wav);
        return await PlayAsync(format, samples, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plays samples that are in memory, and returns when the last was heard.</summary>
    /// <param name="format">The format of the bytes.</param>
    /// <param name="samples">Must not change until the call has ended.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Silence at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="AudioDaemonException">It cannot be played now.</exception>
    public Task<PlaybackResult> PlayAsync(
        AudioFormat format,
        ReadOnlyMemory<byte> samples,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    ) => PlayAsync(format, (session, token) => session.WriteAsync(samples, token).AsTask(), options, cancellationToken);

    /// <summary>Plays samples while a producer gives them, and returns when the last was heard.</summary>
    /// <param name="format">The format of the bytes.</param>
    /// <param name="chunks">Bytes of any length, as a text-to-speech API streams them.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Silence at once.</param>
    /// <exception cref="AudioDaemonException">It cannot be played now.</exception>
    public Task<PlaybackResult> PlayAsync(
        AudioFormat format,
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return PlayAsync(format, (session, token) => session.WriteAllAsync(chunks, token), options, cancellationToken);
    }

    private async Task<PlaybackResult> PlayAsync(
        AudioFormat format,
        Func<PlaybackSession, CancellationToken, Task> write,
        AudioSessionOptions? options,
        CancellationToken cancellationToken
    )
    {
        await using PlaybackSession session = await StartSessionAsync(format, options, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await write(session, cancellationToken).ConfigureAwait(false);
            return await session.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AudioSessionException) when (session.Completion.IsCompleted)
        {
            return await session.Completion.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            session.CancelSoon();
            throw;
        }
    }
}
