using Audio.Protocol;

namespace Audio.Client;

/// <content>Plays whole sounds, each in a session of its own.</content>
public sealed partial class AudioDaemonClient
{
    private const int CopyBytes = 64 * 1024;

    /// <summary>
    /// Plays a file, and returns when its last sample was heard: WAV, MP3, FLAC, or Ogg (Opus, Vorbis, FLAC).
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">As in <see cref="StartSessionAsync(AudioSessionOptions, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="IOException">
    /// The file cannot be read: it does not exist (<see cref="FileNotFoundException"/>, <see
    /// cref="DirectoryNotFoundException"/>), or is a folder.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    /// <exception cref="ProtocolException">
    /// It is nothing that can be played, and nothing was; the message says what was found.
    /// </exception>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
    public async Task<PlaybackResult> PlayFileAsync(
        string path,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new IOException($"'{path}' is a folder; name a file in it.");
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

    /// <summary>
    /// Plays a stream while it arrives, and returns when its last sample was heard: WAV, MP3, FLAC, or Ogg (Opus,
    /// Vorbis, FLAC). Its first bytes decide which.
    /// </summary>
    /// <param name="sound">
    /// The stream, such as the body of a text-to-speech service's answer. It is read to its end, and not closed.
    /// </param>
    /// <param name="options">As in <see cref="StartSessionAsync(AudioSessionOptions, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ProtocolException">
    /// It is nothing that can be played, and nothing was; the message says what was found. Raw samples need a format:
    /// use another overload.
    /// </exception>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
    public async Task<PlaybackResult> PlayAsync(
        Stream sound,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sound);
        PlaybackResult result = await PlayAsync(
                format: null,
                (session, token) => CopyAsync(sound, session, token),
                options,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Checked(result);
    }

    /// <summary>
    /// Plays a file in memory, and returns when its last sample was heard: WAV, MP3, FLAC, or Ogg (Opus, Vorbis, FLAC).
    /// </summary>
    /// <param name="sound">The whole file; must not change until the call returns.</param>
    /// <param name="options">As in <see cref="StartSessionAsync(AudioSessionOptions, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels the playback at once.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="ProtocolException">
    /// It is nothing that can be played, and nothing was; the message says what was found. Raw samples need a format:
    /// use another overload.
    /// </exception>
    /// <exception cref="AudioDaemonException">The daemon cannot be reached, or refuses.</exception>
    public async Task<PlaybackResult> PlayAsync(
        ReadOnlyMemory<byte> sound,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        PlaybackResult result = await PlayAsync(
                format: null,
                (session, token) => session.WriteAsync(sound, token).AsTask(),
                options,
                cancellationToken
            )
            .ConfigureAwait(false);
        return Checked(result);
    }

    /// <summary>Plays samples in memory, and returns when the last was heard.</summary>
    /// <param name="format">The format of the samples.</param>
    /// <param name="samples">The samples; must not change until the call returns.</param>
    /// <param name="options">
    /// As in <see cref="StartSessionAsync(AudioFormat, AudioSessionOptions, CancellationToken)"/>.
    /// </param>
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
    /// <param name="options">
    /// As in <see cref="StartSessionAsync(AudioFormat, AudioSessionOptions, CancellationToken)"/>.
    /// </param>
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

    /// <summary>Sends a stream as it arrives, until it or the session ends.</summary>
    private static async Task CopyAsync(Stream sound, PlaybackSession session, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task copying = sound.CopyToAsync(session.AsStream(), CopyBytes, over.Token);
        if (await Task.WhenAny(copying, session.Completion).ConfigureAwait(false) != copying)
        {
            // The daemon refuses the stream while the producer may be silent.
            await over.CancelAsync().ConfigureAwait(false);
            await copying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        await copying.ConfigureAwait(false);
    }

    /// <summary>The result of a stream that says what it is.</summary>
    /// <exception cref="ProtocolException">It was nothing that can be played.</exception>
    private static PlaybackResult Checked(PlaybackResult result) =>
        result switch
        {
            { Reason: SessionEndReason.Failed, FramesPlayed: 0, Error: { } error } => throw new ProtocolException(
                ProtocolErrorCode.Unsupported,
                error
            ),
            { Reason: SessionEndReason.Completed, BytesReceived: 0 } => throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                "It is empty."
            ),
            _ => result,
        };

    private async Task<PlaybackResult> PlayAsync(
        AudioFormat? format,
        Func<PlaybackSession, CancellationToken, Task> write,
        AudioSessionOptions? options,
        CancellationToken cancellationToken
    )
    {
        Task<PlaybackSession> starting = format is { } samples
            ? StartSessionAsync(samples, options, cancellationToken)
            : StartSessionAsync(options, cancellationToken);
        await using PlaybackSession session = await starting.ConfigureAwait(false);
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
