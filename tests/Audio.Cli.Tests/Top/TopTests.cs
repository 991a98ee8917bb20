using System.Text.Json;
using Audio.Cli.Terminal;
using Audio.Cli.Top;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace Audio.Cli.Tests.Top;

/// <summary>The table of <c>audiod top</c>, its refresh and its end.</summary>
public sealed class TopTests
{
    private const string Answer = """
        {"daemon":"persistent-audio-daemon","version":"0.1.0","port":9000,"uptime":7380000,
         "clients":[{"id":"client_1"}],
         "output":{"sink":"pulse","state":"open","reason":"auto: the first that opened"},
         "playback":[
           {"id":"client_1-1","client":"client_1","state":"playing",
            "format":{"encoding":"pcm_s16le","sampleRate":24000,"channels":1},
            "bufferedMs":120.4,"playedMs":3460.2,"bytesReceived":1,"underruns":2,"volume":0.5,"ttfaMs":1.23},
           {"id":"http_2","client":"http [red]\u001b[31mcurl\u202e/8","state":"filling",
            "format":{"encoding":"pcm_f32le","sampleRate":44100,"channels":6},
            "bufferedMs":0,"playedMs":0,"bytesReceived":1,"underruns":0,"volume":1,"ttfaMs":null}]}
        """;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeTerminal _terminal = new();

    [Fact]
    public void The_table_says_what_the_daemon_says()
    {
        string[] lines = Render(Answer);

        lines[0].Should().Be("audiod 0.1.0 on port 9000, up 2 h 3 min: 1 client, 2 sessions");
        lines[1].Should().Be("sink pulse, open: auto: the first that opened");
        Cells(lines[3])
            .Should()
            .Equal("session", "client", "state", "format", "played", "buffered", "underruns", "TTFA", "volume");
        Cells(lines[5])
            .Should()
            .Equal(
                "client_1-1",
                "client_1",
                "playing",
                "24000 Hz pcm_s16le mono",
                "3.5 s",
                "120 ms",
                "2",
                "1.2 ms",
                "0.50"
            );
        Cells(lines[6])
            .Should()
            .Equal(
                "http_2",
                "http [red]?[31mcurl?/8",
                "filling",
                "44100 Hz pcm_f32le 5.1",
                "0.0 s",
                "0 ms",
                "0",
                "-",
                "1.00"
            );
        lines.Should().HaveCount(8);
    }

    [Theory]
    [InlineData(
        """{"state":"queued","channel":"talk","waiting":{"position":2,"interruptedBy":null}}""",
        "queued on talk"
    )]
    [InlineData(
        """{"state":"queued","channel":"t\u001b","waiting":{"position":1,"interruptedBy":"s"}}""",
        "interrupted on t?"
    )]
    [InlineData("""{"state":"queued"}""", "queued")]
    [InlineData("""{"state":"paused","channel":"talk","waiting":{"position":2,"interruptedBy":null}}""", "paused")]
    public void One_that_waits_says_where(string session, string state) =>
        Cells(Render($$"""{"playback":[{{session}}]}""")[5])[2].Should().Be(state);

    [Fact]
    public void Those_that_have_no_room_are_counted() => Render(Answer, mostRows: 1)[^1].Should().Be("and 1 more");

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"playback":{},"clients":7,"output":"x","uptime":"soon"}""")]
    public void An_answer_that_lacks_fields_is_shown_with_dashes(string json)
    {
        string[] lines = Render(json);

        lines[0].Should().Be("audiod - on port -: 0 clients, 0 sessions");
        lines[1].Should().StartWith("sink -");
    }

    [Fact]
    public void A_session_that_lacks_fields_is_a_row_of_dashes() =>
        Cells(Render("""{"playback":[{"id":"s"},3]}""")[5]).Should().Equal("s", "-", "-", "-", "-", "-", "-", "-", "-");

    [Fact]
    public async Task Where_nothing_can_be_written_over_it_is_shown_once()
    {
        var output = new StringWriter();
        int asked = 0;
        var top = new TopRunner(
            TerminalOutput.On(output),
            () => Task.FromResult<JsonDocument?>(++asked == 1 ? JsonDocument.Parse(Answer) : null),
            _time
        );

        (await top.RunAsync(once: false, NoKeys, TestContext.Current.CancellationToken)).Should().Be(TopEnd.Asked);

        asked.Should().Be(1);
        output.ToString().Should().Contain("client_1-1").And.NotContain("\u001b");
    }

    [Fact]
    public async Task A_daemon_that_misses_one_question_is_asked_again_and_one_that_misses_two_is_gone()
    {
        string?[] answers = [Answer, null, Answer.Replace("playing", "draining", StringComparison.Ordinal), null, null];
        int asked = 0;
        var top = new TopRunner(
            _terminal.Console,
            () => Task.FromResult(answers[asked++] is { } json ? JsonDocument.Parse(json) : null),
            _time
        );

        (await FinishAsync(top.RunAsync(once: false, Silence, TestContext.Current.CancellationToken)))
            .Should()
            .Be(TopEnd.Gone);

        asked.Should().Be(answers.Length);
        _terminal.Text.Should().Contain("playing").And.Contain("draining");
    }

    [Fact]
    public async Task No_daemon_at_all_shows_nothing()
    {
        var top = new TopRunner(_terminal.Console, () => Task.FromResult<JsonDocument?>(null), _time);

        (await top.RunAsync(once: true, NoKeys, TestContext.Current.CancellationToken)).Should().Be(TopEnd.Absent);

        _terminal.Text.Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_ends_it()
    {
        var quit = new TaskCompletionSource();
        Task<TopEnd> running = Always().RunAsync(once: false, () => quit.Task, TestContext.Current.CancellationToken);

        quit.SetResult();

        (await running).Should().Be(TopEnd.Asked);
    }

    [Fact]
    public async Task A_signal_ends_it()
    {
        using var signal = new CancellationTokenSource();
        Task<TopEnd> running = Always().RunAsync(once: false, Silence, signal.Token);

        await signal.CancelAsync();

        (await running).Should().Be(TopEnd.Asked);
    }

    private static Task Silence() => new TaskCompletionSource().Task;

    private static Task NoKeys() => throw new InvalidOperationException("The keyboard is not asked for.");

    private static string[] Render(string json, int mostRows = int.MaxValue)
    {
        using var document = JsonDocument.Parse(json);
        var output = new StringWriter();
        TerminalOutput.On(output).Write(TopTable.Of(document.RootElement, mostRows));
        return [.. output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }

    private static string[] Cells(string line) => [.. line.Trim('│', ' ').Split('│', StringSplitOptions.TrimEntries)];

    private TopRunner Always() =>
        new(_terminal.Console, () => Task.FromResult<JsonDocument?>(JsonDocument.Parse(Answer)), _time);

    /// <summary>Advances the clock until the display ends.</summary>
    private async Task<TopEnd> FinishAsync(Task<TopEnd> running)
    {
        while (!running.IsCompleted)
        {
            _time.Advance(TopRunner.Interval);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        return await running;
    }
}
