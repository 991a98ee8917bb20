using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.TestTools;

/// <summary>test.sh gets the tools that it needs without changing what is installed.</summary>
public sealed class GettingToolsTests : IDisposable
{
    private readonly FakeDebian _system = Make();

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task Without_a_terminal_it_asks_apt_get_for_nothing_and_says_what_is_missing()
    {
        CommandResult result = await _system.GetToolsAsync();

        result.ExitCode.Should().Be(0, result.ToString());
        result
            .Error.Should()
            .Contain("missing: pulseaudio, jq. Install what Debian calls: jq pulseaudio")
            .And.Contain("skipped");
        _system.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("n")]
    [InlineData("")]
    public async Task At_a_terminal_it_asks_first_and_takes_no_for_an_answer(string typed)
    {
        CommandResult result = await _system.GetToolsAsync(typed: typed);

        result.ExitCode.Should().Be(0, result.ToString());
        result.Out.Should().Contain("Get Debian's jq pulseaudio?").And.Contain("[y/N]").And.Contain("skipped");
        _system.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task At_a_terminal_it_installs_what_it_may_but_a_sound_server_is_only_unpacked()
    {
        CommandResult result = await _system.GetToolsAsync(typed: "y", then: "command -v pulseaudio");

        result.ExitCode.Should().Be(0, result.ToString());
        _system.Installed.Should().ContainSingle().Which.Should().EndWith(" jq");
        _system.Unpacked.Should().Equal("pulseaudio");
        result.Out.Should().Contain("tools/debian/usr/bin/pulseaudio");
    }

    [Fact]
    public async Task In_CI_it_installs_what_harms_nothing_and_forbids_apt_get_to_remove_or_upgrade()
    {
        CommandResult result = await _system.GetToolsAsync(ci: true);

        result.ExitCode.Should().Be(0, result.ToString());
        _system
            .Installed.Should()
            .ContainSingle()
            .Which.Should()
            .EndWith(" jq pulseaudio")
            .And.Contain("--no-remove")
            .And.Contain("--no-upgrade");
        _system.Unpacked.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Remv pipewire-alsa [0.3.65]", "Inst pulseaudio (16.1 Debian:12 [amd64])")]
    [InlineData("Purg pipewire-alsa [0.3.65]", "Inst pulseaudio (16.1 Debian:12 [amd64])")]
    [InlineData("Inst libpulse0 [16.0] (16.1 Debian:12 [amd64]) []", "Inst pulseaudio (16.1 Debian:12 [amd64])")]
    public async Task What_would_remove_or_upgrade_another_package_is_unpacked_instead_in_CI_too(
        params string[] simulated
    )
    {
        _system.Simulates("pulseaudio", simulated);

        CommandResult result = await _system.GetToolsAsync(ci: true, then: "command -v pulseaudio");

        result.ExitCode.Should().Be(0, result.ToString());
        _system.IsHarmed.Should().BeFalse();
        _system.Installed.Should().ContainSingle().Which.Should().EndWith(" jq");
        _system.Unpacked.Should().Contain("pulseaudio");
        result
            .Out.Should()
            .Contain("installing pulseaudio would remove or upgrade others")
            .And.EndWith("tools/debian/usr/bin/pulseaudio\n");
    }

    [Fact]
    public async Task What_is_unpacked_is_found_the_next_time_without_asking_again()
    {
        await _system.GetToolsAsync(typed: "y");
        int asked = _system.Asked.Length;

        CommandResult again = await _system.GetToolsAsync(then: "command -v pulseaudio");

        again.ExitCode.Should().Be(0, again.ToString());
        again.Out.Should().EndWith("tools/debian/usr/bin/pulseaudio\n");
        _system.Asked.Should().HaveCount(asked);
    }

    [Fact]
    public async Task What_can_neither_be_installed_nor_unpacked_is_named_and_fails_CI()
    {
        _system.Simulates("pulseaudio", "Remv pipewire-alsa [0.3.65]", "Inst pulseaudio (16.1 Debian:12 [amd64])");
        _system.GoesOffline();

        CommandResult result = await _system.GetToolsAsync(ci: true);

        result.ExitCode.Should().Be(1, result.ToString());
        result
            .Error.Should()
            .Contain("could not unpack pulseaudio")
            .And.Contain("missing: pulseaudio. Install what Debian calls: pulseaudio\n");
        _system.IsHarmed.Should().BeFalse();
    }

    [Fact]
    public async Task What_needs_another_C_library_is_not_unpacked()
    {
        _system.Simulates(
            "pulseaudio",
            "Inst libc6 [2.36] (2.41 Debian:13 [amd64])",
            "Inst pulseaudio (17.0 Debian:13 [amd64])"
        );

        CommandResult result = await _system.GetToolsAsync(ci: true);

        result.ExitCode.Should().Be(1, result.ToString());
        result.Error.Should().Contain("another C library");
        _system.Unpacked.Should().BeEmpty();
    }

    private static FakeDebian Make()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "apt-get is for Debian");
        ExternalTool.Require("script");
        return new FakeDebian();
    }
}
