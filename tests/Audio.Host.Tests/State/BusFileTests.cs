using System.Text.Json.Nodes;
using Audio.Host.State;
using Audio.Testing;
using Audio.Testing.Engines;
using Audio.Testing.Files;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Tests.State;

/// <summary>Saved volumes and mutes.</summary>
public sealed class BusFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_daemon_was_told_the_next_one_on_its_port_has_and_no_other()
    {
        BusSettings first = Settings(port: 1);
        first.Change(first.All[0], volume: 0.5f, muted: null);
        first.Change(first.All[4], volume: null, muted: true);
        BusSettings other = Settings(port: 2);
        other.Change(other.All[0], volume: 2f, muted: null);

        BusSettings next = Settings(port: 1);
        next.Restore();

        next.All.Select(bus => (bus.Name, bus.Volume, bus.IsMuted))
            .Should()
            .Equal(
                ("media", 0.5f, false),
                ("notification", 1f, false),
                ("speech", 1f, false),
                ("alert", 1f, false),
                ("master", 1f, true)
            );
    }

    [Fact]
    public void It_is_for_its_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the profile's rights hold.");
        new BusFile(_folder.File("state"), 1).Write("media", new BusSetting(0.5f, Muted: false));

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder.File("state/buses-1.json"))
                .Should()
                .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(_folder.File("state")).Should().ContainSingle("no draft is left");
    }

    [Theory]
    [
        InlineData(""),
        InlineData("{"),
        InlineData("[]"),
        InlineData("null"),
        InlineData("""{"media":{"volume":1,"muted":true},"media":{"volume":1,"muted":true}}"""),
        InlineData("\0\0\0")
    ]
    public void A_broken_file_counts_as_none_and_is_begun_anew(string text)
    {
        File.WriteAllText(_folder.File("buses-1.json"), text);
        BusSettings settings = Settings(port: 1);

        settings.Restore();
        settings.All.Should().OnlyContain(bus => bus.Volume == 1f && !bus.IsMuted);
        settings.Change(settings.All[0], volume: 0.25f, muted: null);

        BusSettings next = Settings(port: 1);
        next.Restore();
        next.All[0].Volume.Should().Be(0.25f);
    }

    [Fact]
    public void Whatever_stands_in_it_the_daemon_starts_and_a_change_is_kept()
    {
        const string Valid =
            """{"media":{"volume":0.5,"muted":false},"master":{"volume":2,"muted":true},"later":{"colour":"red"}}""";
        foreach (byte[] content in Mutations.Fixed.Concat(Mutations.Of(Valid, damages: 200)))
        {
            File.WriteAllBytes(_folder.File("buses-1.json"), content);
            BusSettings settings = Settings(port: 1);
            settings.Restore();
            settings.Change(settings.All[0], volume: 0.25f, muted: null);

            BusSettings next = Settings(port: 1);
            next.Restore();
            next.All[0]
                .Volume.Should()
                .Be(
                    0.25f,
                    "it was changed after "
                        + $"{System.Text.Encoding.Latin1.GetString(content.AsSpan(0, Math.Min(200, content.Length)))}"
                );
        }
    }

    [Fact]
    public void A_broken_file_is_put_aside()
    {
        File.WriteAllText(_folder.File("buses-1.json"), "{ by hand");
        BusSettings settings = Settings(port: 1);

        settings.Change(settings.All[0], volume: 0.25f, muted: null);

        File.ReadAllText(_folder.File("buses-1.json.broken")).Should().Be("{ by hand");
    }

    [Fact]
    public void A_daemon_that_moves_to_another_port_is_as_loud_there_unless_that_was_told_something_else()
    {
        BusSettings first = Settings(port: 1);
        first.Change(first.All[0], volume: 0.5f, muted: null);
        BusSettings other = Settings(port: 3);
        other.Change(other.All[0], volume: 2f, muted: null);

        foreach (int port in (int[])[2, 3])
            new BusFile(_folder.Path, port).ContinueFrom(new BusFile(_folder.Path, 1));

        new[] { 2, 3 }.Select(port => new BusFile(_folder.Path, port).Read()["media"].Volume).Should().Equal(0.5f, 2f);
    }

    [Fact]
    public void One_that_is_too_long_is_not_read()
    {
        File.WriteAllText(_folder.File("buses-1.json"), new string(' ', 65_537) + "{}");

        FluentActions
            .Invoking(() => new BusFile(_folder.Path, 1).Read())
            .Should()
            .Throw<InvalidDataException>()
            .WithMessage("it has more than 65536 bytes");
    }

    [Fact]
    public void What_it_does_not_know_is_left_alone()
    {
        File.WriteAllText(
            _folder.File("buses-1.json"),
            """{"later":{"volume":0.1},"media":{"volume":9,"muted":false},"speech":{"volume":0.5,"muted":false"""
                + ""","colour":"red"},"alert":7}"""
        );
        BusSettings settings = Settings(port: 1);

        settings.Restore();
        settings.All.Select(bus => bus.Volume).Should().Equal(1f, 1f, 0.5f, 1f, 1f);
        settings.Change(settings.All[2], volume: 0.75f, muted: true);

        JsonNode
            .DeepEquals(
                JsonNode.Parse(File.ReadAllText(_folder.File("buses-1.json"))),
                JsonNode.Parse(
                    """{"later":{"volume":0.1},"media":{"volume":9,"muted":false},"speech":{"volume":0.75"""
                        + ""","muted":true,"colour":"red"},"alert":7}"""
                )
            )
            .Should()
            .BeTrue();
    }

    [Fact]
    public void Where_nothing_can_be_written_the_change_is_made_all_the_same()
    {
        File.WriteAllText(_folder.File("file"), "");
        BusSettings settings = new(
            new TestEngine().Engine,
            new BusFile(_folder.File("file"), 1),
            NullLogger<BusSettings>.Instance
        );

        settings.Change(settings.All[0], volume: 0.5f, muted: null);

        settings.All[0].Volume.Should().Be(0.5f);
    }

    private BusSettings Settings(int port) =>
        new(new TestEngine().Engine, new BusFile(_folder.Path, port), NullLogger<BusSettings>.Instance);
}
