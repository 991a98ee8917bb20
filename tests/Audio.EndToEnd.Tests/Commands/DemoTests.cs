namespace Audio.EndToEnd.Tests.Commands;

/// <summary>The demo without a sound device: the mix goes into a file and never overwrites one of the user's.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task A_demo_wav_that_is_there_stays_as_it_is_and_the_mix_is_beside_it()
    {
        await using var audiod = new AudiodFixture();
        string own = Path.Combine(audiod.Folder, "demo.wav");
        await File.WriteAllTextAsync(own, "mine", TestContext.Current.CancellationToken);

        CommandResult result = await audiod.RunAsync("demo", ("PULSE_SERVER", $"unix:{audiod.Folder}/none"));

        result.ExitCode.Should().Be(0, result.ToString());
        string mix = Path.Combine(audiod.Folder, "demo-2.wav");
        result.Out.Should().Contain("There is no sound device").And.Contain("7 of 7 clients were played in full");
        string.Join(' ', result.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Should()
            .Contain($"The mix is in {mix}; any player can play it. The existing demo.wav was not overwritten.");
        (await File.ReadAllTextAsync(own, TestContext.Current.CancellationToken)).Should().Be("mine");
        new FileInfo(mix).Length.Should().BeGreaterThan(500_000, "it is the sound of seven clients");
    }
}
