using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>
/// The documented use of the earlier client, unchanged, with the packed client, in every runtime: what it sends is
/// heard whole.
/// </summary>
public sealed class SeedProgramTests
{
    public static TheoryData<string> Runtimes => [.. JavaScriptRuntime.Names];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task The_documented_lines_are_heard_whole(string runtime)
    {
        var program = JavaScriptRuntime.Require(runtime);
        using var project = new ClientProject();
        short[] sound = Sounds.Counting(2 * 48_000 * 2);
        WaveFile.FromInt16(sound, 48_000, 2).Write(project.PathOf("speech.wav"));
        await using WavDaemon daemon = await WavDaemon.StartAsync();

        CommandResult result = await project.RunAsync(
            program,
            "seed.mjs",
            $"ws://localhost:{daemon.Process.Port}",
            project.PathOf("speech.wav")
        );

        (result.ExitCode, result.Out, result.Error).Should().Be((0, "", ""));
        (await daemon.StopAsync()).Samples.ShouldSoundAs(sound);
    }
}
