using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.Signals;
using Audio.Cli.State;
using Audio.Client;
using Audio.Host.Options;

namespace Audio.Cli.Play;

/// <summary>
/// <c>audiod play</c>: plays files or standard input through the running daemon. Exit code 0 only if all of it was
/// heard.
/// </summary>
internal static class PlayCommand
{
    private const string Examples = """
        Examples:
          audiod play speech.mp3                        returns when its last sample has been heard
          audiod play *.flac                            one after the other
          audiod play music.mp3 speech.wav --together   both at once
          audiod play --volume 0.3 music.mp3            quieter; 1 leaves the level unchanged
          audiod play --priority alert alarm.wav        everything else gets quieter meanwhile
          audiod play --channel talk --overlap queue speech.wav    after other sound on that channel
          cat speech.opus | audiod play -
          espeak-ng --stdout "hello" | audiod play -
          ffmpeg -v error -i song.m4a -f wav - | audiod play -
          audiod play --rate 24000 --channels 1 --encoding pcm_s16le samples.raw

        It plays WAV, MP3, FLAC and Ogg (Opus, Vorbis, FLAC), told apart by their first bytes. Raw samples need --rate,
        other formats a program that converts them. Ctrl+C silences it at once; the exit code is 130.
        """;

    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new CommandWithExamples(
            "play",
            "Play files, or - for standard input; exit code 0 if all of it was heard, 3 if no daemon runs, "
                + "4 if nobody could hear it.",
            Examples
        );
        var request = new PlaySymbols();
        request.AddTo(command);
        symbols.AddTo(command, Settings.Finding);
        command.SetAction((parsed, _) => RunAsync(symbols.ValuesOf(parsed), request.Read(parsed), context));
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> arguments,
        PlayRequest request,
        CommandContext context
    )
    {
        (_, StateStore store, int port) = context.Target(arguments);
        using var interruption = new Interruption();

        var client = new AudioDaemonClientOptions();
        client.Endpoints.Add(
            AudioDaemonEndpoint.Parse(
                new UriBuilder(CommandContext.UrlOf(port, store)) { Scheme = "ws" }.Uri.ToString()
            )
        );
        try
        {
            await using AudioDaemonClient daemon = await AudioDaemonClient.ConnectAsync(
                client,
                context.Time,
                loggerFactory: null,
                interruption.Token
            );
            return await new PlayRunner(context, daemon, request).RunAsync(interruption.Token);
        }
        catch (AudioConnectionException e)
        {
            return await DaemonAbsence.ReportAsync(context, store, port, e.Message);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }
}
