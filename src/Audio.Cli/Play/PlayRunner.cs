using System.Security.Cryptography;
using Audio.Cli.Invocation;
using Audio.Cli.Terminal;
using Audio.Client;
using Audio.Host.Options;
using Audio.Protocol;
using Spectre.Console;

namespace Audio.Cli.Play;

/// <summary>Plays the requested files on a connected daemon.</summary>
internal sealed class PlayRunner(CommandContext context, AudioDaemonClient daemon, PlayRequest request)
{
    private const string NameCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int LongestStem = 40;

    /// <summary>Time allowed for the daemon to confirm a cancel.</summary>
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);

    /// <returns>The exit code.</returns>
    /// <exception cref="OptionException">Standard input cannot be played.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        FilePlay[] plays = [.. request.Files.Select(file => new FilePlay(file))];
        IAnsiConsole console = context.Console();
        var lines = new PlayLines(context);
        if (console.IsLive())
        {
            await PlayBars.ShowAsync(console, bars => PlayAllAsync(plays, bars, cancellationToken), context.Time);
            foreach (FilePlay play in plays.Where(play => play.Outcome is { IsTrouble: true }))
                lines.Show(play);
        }
        else
        {
            bool isWatched = console.Profile.Out.IsTerminal; // a terminal without control sequences
            await PlayAllAsync(
                plays,
                isWatched ? new PlaySteps(lines, context.Out, console.Profile.Capabilities.Unicode) : lines,
                cancellationToken
            );
        }

        if (cancellationToken.IsCancellationRequested)
            return ExitCode.Interrupted;
        return !plays.All(play => play.Outcome is { IsWhole: true }) ? ExitCode.Failed
            : plays.Any(play => play.Outcome is { IsUnheard: true }) ? ExitCode.NotAudible
            : ExitCode.Ok;
    }

    private async Task PlayAllAsync(IReadOnlyList<FilePlay> plays, IPlayView view, CancellationToken cancellationToken)
    {
        if (request.Together)
        {
            await Task.WhenAll(plays.Select(play => PlayAsync(play, view, cancellationToken)));
            return;
        }
        foreach (FilePlay play in plays)
            await PlayAsync(play, view, cancellationToken);
    }

    private async Task PlayAsync(FilePlay play, IPlayView view, CancellationToken cancellationToken)
    {
        play.Outcome = await OutcomeAsync(play, view, cancellationToken);
        view.Show(play);
    }

    private async Task<PlayOutcome> OutcomeAsync(FilePlay play, IPlayView view, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using PlaySource source = await PlaySource.OpenAsync(
                play.File,
                request.Raw,
                context.OpenIn,
                cancellationToken
            );
            var options = new AudioSessionOptions
            {
                SessionId = SessionNameOf(play.File),
                Volume = request.Volume,
                Effects = request.Effects,
                Etiquette = request.Etiquette,
                Jitter = request.Jitter,
                MaxLatency = request.MaxLatency,
                Container = AudioContainer.Auto,
            };
            await using PlaybackSession session = request.Raw is { } raw
                ? await daemon.StartSessionAsync(raw, options, cancellationToken)
                : await daemon.StartSessionAsync(options, cancellationToken);
            using IDisposable progress = session.Events.Subscribe(e =>
            {
                if (e is not SessionProgress { Played: { } played })
                    return;
                play.Played = played;
                if (play.IsDescribed)
                    view.Show(play); // a bar that knew its length only later would jump
            });
            return await HearAsync(session, source, () => DescribeAsync(play, source, view), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return PlayOutcome.NotBegun;
        }
        catch (Exception e)
            when (e is UnplayableException or IOException or UnauthorizedAccessException or AudioDaemonException)
        {
            return PlayOutcome.NotPlayed(PlainText.Line(e.Message));
        }
    }

    private static async Task DescribeAsync(FilePlay play, PlaySource source, IPlayView view)
    {
        (play.Title, play.Length) = await source.DescribeAsync();
        play.IsDescribed = true;
        view.Show(play);
    }

    /// <summary>Sends everything and waits until it has been heard.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="source">What.</param>
    /// <param name="describe">Called when the first bytes are on their way.</param>
    /// <param name="cancellationToken">Silences it.</param>
    private async Task<PlayOutcome> HearAsync(
        PlaybackSession session,
        PlaySource source,
        Func<Task> describe,
        CancellationToken cancellationToken
    )
    {
        Task? describing = null;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Task writing = session.WriteAllAsync(source.ReadAllAsync(over.Token), over.Token);
            describing = describe();
            if (await Task.WhenAny(writing, session.Completion) == writing)
            {
                await writing;
                return PlayOutcome.Of(await session.CompleteAsync(cancellationToken), wasAsked: false);
            }

            // The session ended before everything was sent. The write may be waiting for a pipe, so cancel it.
            await over.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return PlayOutcome.Of(await session.Completion, wasAsked: false);
        }
        catch (AudioSessionException) when (session.Completion.IsCompleted)
        {
            return PlayOutcome.Of(await session.Completion, wasAsked: false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(CancelLimit, context.Time);
            try
            {
                return PlayOutcome.Of(await session.CancelAsync(limit.Token), wasAsked: true);
            }
            catch (OperationCanceledException)
            {
                return PlayOutcome.NotPlayed(
                    $"the daemon did not confirm within {CancelLimit.TotalSeconds:0} s that it is silent."
                );
            }
        }
        finally
        {
            if (describing is not null)
                await describing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A unique session name made from the file name, which <c>audiod top</c> shows.</summary>
    internal static string SessionNameOf(string file)
    {
        string stem = file == PlaySource.StandardInput ? "stdin" : Path.GetFileNameWithoutExtension(file);
        string safe = string.Concat(
            stem.Take(LongestStem).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')
        );
        return $"play-{safe}-{RandomNumberGenerator.GetString(NameCharacters, 8)}";
    }
}
