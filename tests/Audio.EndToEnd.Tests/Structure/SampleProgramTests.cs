using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>The programs under samples/ are built with the tests and do what their first lines say.</summary>
public sealed class SampleProgramTests(NullDaemon daemon) : IClassFixture<NullDaemon>
{
    private const string Speech = "samples/speech-es-8k-8bit-mono.wav";

    [Fact]
    public async Task EmbeddedPlayer_plays_a_provider_and_chunks()
    {
        CommandResult result = await RunAsync("EmbeddedPlayer", "null", "gain:-6");

        result.ExitCode.Should().Be(0, $"{result}");
        result.Out.Should().Be("provider: Completed\nchunks: Completed, effects: gain:-6\n");
    }

    [Theory]
    [InlineData("nope", "", "There is no sink 'nope'")]
    [InlineData("null", "nope", "Unknown effect: nope; known are ")]
    public async Task EmbeddedPlayer_says_what_it_cannot_do(string sink, string effects, string message)
    {
        CommandResult result = await RunAsync("EmbeddedPlayer", sink, effects);

        result.ExitCode.Should().Be(1, $"{result}");
        result.Error.Should().StartWith(message);
    }

    [Fact]
    public async Task SpeakingClient_plays_a_file_through_the_daemon()
    {
        CommandResult result = await RunAsync(
            "SpeakingClient",
            Repository.PathOf(Speech),
            $"localhost:{daemon.Daemon.Port}"
        );

        result.ExitCode.Should().Be(0, $"{result}");
        result.Out.Should().MatchRegex(@"^Completed after \d\.\d s\n$");
    }

    private static Task<CommandResult> RunAsync(string sample, params string[] words)
    {
        string configuration = DaemonProcess.Program.Contains("Debug", StringComparison.Ordinal) ? "Debug" : "Release";
        string program = Repository.PathOf($"samples/{sample}/bin/{configuration}/net10.0/{sample}.dll");
        return Command.RunAsync("dotnet", [program, .. words]);
    }
}
