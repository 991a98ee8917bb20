using Audio.Core.Effects;
using Audio.Testing.Engines;

namespace Audio.Host.Tests.Http;

/// <summary>Effects in the query of <c>/v1/play</c> and <c>/v1/explain</c>, in virtual time.</summary>
public sealed class PlayEffectsTests(RunningApi api) : IClassFixture<RunningApi>
{
    private const int Rate = 48_000;
    private static readonly byte[] Tone = TestEngine.Pcm([
        .. Enumerable.Range(0, Rate).Select(i => (short)(8_000 * Math.Sin(i * 0.05 + 1))),
    ]);

    [Theory]
    [InlineData("&effects=speed:2", 24_000)]
    [InlineData("&effects=speed%3A2%2Cgain%3A-3", 24_000)]
    [InlineData("&effects=", 48_000)]
    [InlineData("", 96_000)]
    public async Task What_the_query_says_is_what_the_sound_goes_through(string query, int frames)
    {
        var rig = new PlayRig(configure: options => options.SessionEffects = EffectChain.Parse("speed:0.5"));
        PlayCall call = await rig.SendAllAsync(Tone, $"?rate=48000{query}");
        rig.PlayOut();

        (int status, string json) = await call.AnswerAsync();
        status.Should().Be(200, json);
        json.Should().Contain("\"reason\":\"completed\"").And.Contain("\"playedMs\":1000,");
        short[] heard = rig.Heard();
        (Array.FindLastIndex(heard, s => s != 0) + 1 - Array.FindIndex(heard, s => s != 0))
            .Should()
            .BeCloseTo(frames, 2);
    }

    [Theory]
    [InlineData("speed:9", "The parameter effects is invalid: speed: 9 is out of range; *")]
    [InlineData("echo", "The parameter effects is invalid: Unknown effect: echo; known are *")]
    [InlineData(
        "highpass:20000",
        "The parameter effects is invalid: highpass: 20000 Hz is too high for sound of 8000 Hz; it must lie "
            + "below 3920 Hz."
    )]
    public async Task A_chain_that_cannot_be_is_refused_and_nothing_is_opened(string effects, string detail)
    {
        var rig = new PlayRig(configure: options => options.Sink = options.Sink with { SampleRate = 8_000 });
        PlayCall call = await rig.SendAllAsync(Tone[..960], $"?rate=48000&effects={effects}");

        (await call.ProblemAsync(400, "/problems/invalid-parameter", retryable: false))
            .GetProperty("detail")
            .GetString()
            .Should()
            .Match(detail);
        rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_chain_that_is_too_long_is_refused()
    {
        PlayCall call = await new PlayRig().SendAllAsync(Tone[..960], $"?rate=48000&effects={new string('x', 1_025)}");

        (await call.ProblemAsync(400, "/problems/invalid-parameter", retryable: false))
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be($"The parameter effects has at most 1024 characters; it is '{new string('x', 60)}…'.");
    }

    [Fact]
    public async Task A_chain_that_needs_too_much_memory_is_refused()
    {
        var rig = new PlayRig();
        string effects = string.Join(',', Enumerable.Repeat("loudness:-18:10000:2000", 16));
        PlayCall call = await rig.SendAllAsync(Tone[..960], $"?rate=48000&effects={effects}");

        (await call.ProblemAsync(400, "/problems/invalid-parameter", retryable: false))
            .GetProperty("detail")
            .GetString()
            .Should()
            .Match("The parameter effects is invalid: A chain needs at most 8.0 MiB of memory; *");
        rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task Explain_takes_and_refuses_the_same()
    {
        (int status, _, string body) = await api.AskAsync("POST", "/v1/explain?effects=speed:1.5,highpass:80");
        status.Should().Be(200, body);

        (await api.ProblemAsync(400, "/problems/invalid-parameter", "POST", "/v1/explain?effects=gain"))
            .GetProperty("detail")
            .GetString()
            .Should()
            .StartWith("The parameter effects is invalid: gain needs its ");
    }
}
