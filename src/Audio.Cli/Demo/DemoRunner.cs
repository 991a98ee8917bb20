using Audio.Cli.Invocation;
using Audio.Cli.Logging;
using Audio.Cli.Signals;
using Audio.Cli.Terminal;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Host;
using Audio.Host.Options;
using Audio.Host.Running;
using Serilog.Core;
using Spectre.Console;

namespace Audio.Cli.Demo;

/// <summary>
/// The demo: a daemon in this process and one real WebSocket client per sample file, all at once.
/// </summary>
internal sealed class DemoRunner(CommandContext context, DaemonOptions options)
{
    private const string MixFile = "demo.wav";
    private const string WavName = "wav: ";
    private static readonly TimeSpan BetweenClients = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console = context.Console();

    /// <summary>Plays everything.</summary>
    /// <returns>The exit code: 0 only if the sound of every client was played in full and was audible.</returns>
    /// <exception cref="DaemonException">Nothing can be played.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DemoTrack> tracks = DemoTracks.Load();
        string? asked = await MixFileIfNeededAsync();
        string? mixFile = null;
        DaemonOptions demo = asked is null
            ? options
            : options with
            {
                Engine = options.Engine with { Sink = options.Engine.Sink with { Sink = $"wav:{asked}" } },
            };

        using var interruption = new Interruption();
        using PortClaim claim = PortClaims.Take(demo);
        await using Logger log = DaemonLog.Create(file: null, console: null, demo.Debug);
        var identity = new DaemonIdentity(claim.Port, context.Time);
        IReadOnlyList<DemoPlayer> players;
        await using (
            WebApplication app = DaemonApplication.Build(
                demo,
                identity,
                claim,
                local: null,
                context.Time,
                log,
                stop: interruption.Token
            )
        )
        {
            AudioEngine engine = DaemonApplication.StartEngine(app);
            if (asked is not null)
                mixFile = engine.Output.Sink[WavName.Length..]; // has another name if the requested file exists
            await app.StartAsync(cancellationToken);
            if (engine.Output is { State: not OutputState.Open } output)
                throw new DaemonException($"The sink cannot be opened: {output.Reason}");
            context.Out.WriteLine(
                $"audiod {DaemonIdentity.Version} on port {identity.Port}, playing through {engine.Output.Sink}: "
                    + $"{tracks.Count} clients at once"
            );
            players = [.. tracks.Select(track => new DemoPlayer(track, identity.Port, engine, context.Time))];
            await ShowAsync(players, cancellationToken);
            await app.StopAsync(CancellationToken.None);
        }

        return Conclude(players, mixFile, isOther: mixFile != asked);
    }

    /// <summary>
    /// The path of the mix if <c>auto</c> finds no device, so that there is still something to listen to; otherwise
    /// <see langword="null"/>.
    /// </summary>
    private async Task<string?> MixFileIfNeededAsync()
    {
        if (options.Engine.Sink.Sink != "auto")
            return null;
        await using var probe = AudioEngine.Create(engine => engine.Sink = options.Engine.Sink, context.Time);
        probe.Start();
        if (probe.Output.Sink != "null")
            return null;
        context.Out.WriteLine($"There is no sound device ({probe.Output.Reason.TrimEnd('.')}).");
        return Path.GetFullPath(MixFile);
    }

    private async Task ShowAsync(IReadOnlyList<DemoPlayer> players, CancellationToken cancellationToken)
    {
        var playing = Task.WhenAll(
            players.Select((player, i) => player.PlayAsync(i * BetweenClients, cancellationToken))
        );
        if (!_console.IsLive())
        {
            await playing;
            return;
        }

        await _console
            .Live(DemoTable.Of(players))
            .AutoClear(true)
            .StartAsync(async live =>
            {
                while (!playing.IsCompleted)
                {
                    live.UpdateTarget(DemoTable.Of(players));
                    await Task.WhenAny(playing, Task.Delay(BetweenFrames, context.Time, cancellationToken));
                }
            });
        await playing;
    }

    private int Conclude(IReadOnlyList<DemoPlayer> players, string? mixFile, bool isOther)
    {
        _console.Write(DemoTable.Of(players));
        foreach (DemoPlayer player in players.Where(player => player.Trouble is not null))
            context.Out.WriteLine($"{player.Track.Name}: {player.Trouble}");
        if (mixFile is not null)
        {
            string note = isOther ? $" The existing {MixFile} was not overwritten." : "";
            context.Out.WriteLine($"The mix is in {mixFile}; any player can play it.{note}");
        }

        int whole = players.Count(player => player.IsWhole);
        SessionResult? unheard = players
            .Select(player => player.Result)
            .FirstOrDefault(result => result?.IsAudible == false);
        string how = players.Any(player => player.Result?.IsAudible != true) ? "played" : "heard";
        long underruns = players.Sum(player => player.Statistics?.Underruns ?? 0);
        context.Out.WriteLine($"{whole} of {players.Count} clients were {how} in full, {underruns} underruns.");
        foreach (DemoPlayer player in players)
            player.Dispose();
        if (unheard is not null)
            context.Out.WriteLine($"Some or all of it was inaudible: {unheard.Inaudible!.Message}");
        return whole != players.Count ? ExitCode.Failed
            : unheard is not null ? ExitCode.NotAudible
            : ExitCode.Ok;
    }
}
