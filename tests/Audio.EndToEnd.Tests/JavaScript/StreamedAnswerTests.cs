using System.Text.Json;
using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>A minute of a streaming server's answer, played by the JavaScript client while it arrives.</summary>
public sealed class StreamedAnswerTests
{
    private const int Seconds = 60;

    [Fact]
    public async Task An_answer_of_a_minute_is_heard_whole_from_its_first_bytes_on()
    {
        var node = JavaScriptRuntime.Require("node");
        using var project = new ClientProject();
        short[] sound = Sounds.Counting(Seconds * 48_000 * 2);
        WaveFile.FromInt16(sound, 48_000, 2).Write(project.PathOf("speech.wav"));
        await using WavDaemon daemon = await WavDaemon.StartAsync();

        CommandResult run = await project.RunAsync(
            node,
            "stream.mjs",
            $"ws://127.0.0.1:{daemon.Process.Port}",
            project.PathOf("speech.wav")
        );

        run.ExitCode.Should().Be(0, run.ToString());
        JsonElement result = Json.Parse(run.Out);
        (result.GetProperty("reason").GetString(), result.GetProperty("framesPlayed").GetInt64())
            .Should()
            .Be(("completed", sound.Length / 2));
        result.GetProperty("ttfaMs").GetDouble().Should().BePositive();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"first sound {result.GetProperty("ttfaMs")} ms after the first bytes reached the daemon; "
                + $"told {result.GetProperty("toldMs")} ms after the answer's first bytes"
        );
        // A machine that stops the server for a moment makes gaps.
        (await daemon.StopAsync()).Samples.ShouldSoundAs(sound, gaps: result.GetProperty("underruns").GetInt32());
    }
}
