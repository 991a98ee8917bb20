using Audio.Testing.Daemon;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// What a person sees: <c>top</c>, <c>play</c> and <c>demo</c> in real terminals of four widths, captured by tmux.
/// </summary>
public sealed class TerminalTests(NullDaemon daemon, TmuxServer tmux)
    : IClassFixture<NullDaemon>,
        IClassFixture<TmuxServer>
{
    private static readonly int[] Widths = [60, 80, 100, 200];

    private string Where => $"--port {daemon.Daemon.Port} --state-dir {daemon.Daemon.Folder}";

    [Fact]
    public async Task Top_is_whole_at_every_width()
    {
        WaveFile
            .FromInt16(new short[600 * 8_000], 8_000, 1)
            .Write(tmux.Folder.File("a-long-name-of-a-file-that-plays.wav"));
        await using var play = DaemonProcess.Run(
            ["play", tmux.Folder.File("a-long-name-of-a-file-that-plays.wav"), .. Where.Split(' ')],
            new Dictionary<string, string>()
        );
        await daemon.Daemon.WaitForAsync(s =>
            s.GetProperty("playback").EnumerateArray().Any(p => p.GetProperty("state").GetString() == "playing")
        );

        string[] terminals = await Task.WhenAll(Widths.Select(width => tmux.StartAsync(width, $"top {Where}")));

        foreach ((string terminal, int width) in terminals.Zip(Widths))
        {
            string[] screen = await tmux.ScreenAsync(terminal, text =>
                text.Contains("play-a-long", StringComparison.Ordinal)
            );
            string[] rows = Rows(screen);
            rows.Should().HaveCount(2, $"one is the head, one the session, at {width}:\n{string.Join('\n', screen)}");
            Cells(rows[0]).Should().StartWith(["session"]).And.Contain(["state", "played", "underruns"]);
            Cells(rows[1])[0].Should().StartWith("play-a-long");
            if (width >= 80)
                Cells(rows[0]).Should().Contain(["TTFA", "buffered"]);
            if (width == 200)
            {
                Cells(rows[0])
                    .Should()
                    .Equal("session", "client", "state", "format", "played", "buffered", "underruns", "TTFA", "volume");
            }

            await tmux.TypeAsync(terminal, "q");
            await tmux.ScreenAsync(terminal, text => text.Contains("exit code 0", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Play_is_whole_at_every_width_and_its_bar_moves_without_colour_and_in_ASCII()
    {
        const string Name = "speech-with-quite-a-long-name-for-a-file.wav";
        WaveFile.FromInt16(new short[3 * 8_000], 8_000, 1).Write(tmux.Folder.File(Name));
        string[] terminals = await Task.WhenAll(Widths.Select(width => tmux.StartAsync(width, $"play {Name} {Where}")));
        string ascii = await tmux.StartAsync(80, $"play {Name} {Where}", "LC_ALL=C", "NO_COLOR=1");
        string dumb = await tmux.StartAsync(80, $"play {Name} {Where}", "TERM=dumb");

        (
            await tmux.ScreenAsync(ascii, text =>
                text.Contains("[###", StringComparison.Ordinal) && text.Contains("..]", StringComparison.Ordinal)
            )
        )
            .Should()
            .ContainSingle(line => line.Length > 0)
            .Which.Should()
            .MatchRegex(@"^\.\.\.[^ ]+\.wav  \[#+\.+\]  \d\.\d of 3\.0 s *$");
        (await tmux.ScreenAsync(dumb, text => text.Contains("exit code", StringComparison.Ordinal)))
            .Should()
            .Contain(line => line.Contains("█░░", StringComparison.Ordinal))
            .And.Contain("exit code 0");
        foreach ((string terminal, int width) in terminals.Zip(Widths))
        {
            string[] screen = await tmux.ScreenAsync(terminal, text =>
                text.Contains("exit code", StringComparison.Ordinal)
            );
            string all = string.Join('\n', screen);
            all.Should()
                .EndWith("exit code 0")
                .And.Contain("████████████████████")
                .And.MatchRegex(@"3\.00 s played, TTFA [0-9.]+ ms, \d+ underruns?,\s+completed");
            screen.Count(line => line.Contains('█')).Should().Be(1, all);
            screen.Should().HaveCountLessThanOrEqualTo(4, all);
            if (width == 200)
                screen[0].Should().StartWith("…").And.Contain("completed");
        }
    }

    [Fact]
    public async Task Demo_is_whole_at_every_width()
    {
        foreach (int[] pair in Widths.Chunk(2)) // each has a daemon and seven clients
            await Task.WhenAll(pair.Select(DemoAsync));

        async Task DemoAsync(int width)
        {
            string terminal = await tmux.StartAsync(width, "demo --sink null");
            string[] playing = await tmux.ScreenAsync(terminal, text =>
                text.Contains("playing", StringComparison.Ordinal) && text.Contains('╯')
            );
            Rows(playing)
                .Should()
                .HaveCount(8, $"one is the head, seven play, at {width}:\n{string.Join('\n', playing)}");

            string[] screen = await tmux.ScreenAsync(terminal, text =>
                text.Contains("exit code", StringComparison.Ordinal)
            );
            string[] rows = Rows(screen);
            rows.Should().HaveCount(8, string.Join('\n', screen));
            Cells(rows[0]).Should().StartWith(["client"]).And.Contain(["played", "of"]).And.EndWith(["state"]);
            rows.Skip(1).Should().OnlyContain(row => Cells(row).Last() == "whole");
        }
    }

    /// <summary>The lines of a table that begin and end with its frame.</summary>
    private static string[] Rows(string[] screen) =>
        [.. screen.Where(line => line.StartsWith('│') && line.TrimEnd().EndsWith('│'))];

    private static string[] Cells(string row) => row.Trim().Trim('│').Split('│', StringSplitOptions.TrimEntries);
}
