using Audio.Client.Streaming;
using Audio.Protocol;

namespace Audio.Client;

/// <content>Plays whole sounds, each in a session of its own.</content>
public sealed partial class AudioDaemonClient
{
    /// <summary>Plays a WAV file, and returns when its last sample was heard.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="IOException">
    /// The file cannot be read: it does not exist (<see cref="FileNotFoundException"/>, <see
    /// cref="DirectoryNotFoundException"/>), or is a folder.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="ProtocolException">It is not a WAV file that can be played; nothing was played.</exception>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
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
    /// The stream, positioned at the RIFF header. Read to the end of the samples, and not closed.
    /// </param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <exception cref="ProtocolException">It is not a WAV stream that can be played; nothing was played.</exception>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
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

    /// <summary>Plays a WAV file in memory, and returns when its last sample was heard.</summary>
    /// <param name="wav">The whole file; must not change until the call returns.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ProtocolException">
    /// It is not a WAV file that can be played; nothing was played. Raw samples need a format: use the other overload.
    /// </exception>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
    public async Task<PlaybackResult> PlayAsync(
        ReadOnlyMemory<byte> wav,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        (AudioFormat format, ReadOnlyMemory<byte> samples) = WavSamples.Of(wav);
        return await PlayAsync(format, samples, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plays samples in memory, and returns when the last was heard.</summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="samples">The samples; must not change until the call returns.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
    public Task<PlaybackResult> PlayAsync(
        AudioFormat format,
        ReadOnlyMemory<byte> samples,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    ) => PlayAsync(format, (session, token) => session.WriteAsync(samples, token).AsTask(), options, cancellationToken);

    /// <summary>Plays samples as a producer delivers them, and returns when the last was heard.</summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="chunks">Chunks of any length, such as those of a text-to-speech API.</param>
    /// <param name="options">As in <see cref="StartSessionAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
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
