using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Core.Sinks.Wav;
using Audio.Protocol;
using Audio.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Wav;

/// <summary>No recording is written over.</summary>
public sealed class WavTargetTests : IDisposable
{
    private static readonly WavFileHeader Header = new(AudioFormat.Pcm16(48_000, 2));

    private readonly TempFolder _folder = new();

    private string Mix => _folder.File("mix.wav");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_nothing_is_the_name_is_the_one_that_was_asked_for()
    {
        var target = new WavTarget(Mix);

        target.Open(Header).Dispose();

        (target.Path, target.Note).Should().Be((Mix, null));
    }

    [Fact]
    public void What_is_there_stays_and_the_next_free_number_is_taken()
    {
        File.WriteAllText(Mix, "a recording");
        File.WriteAllText(_folder.File("mix-2.wav"), "another");
        var target = new WavTarget(Mix);

        target.Open(Header).Dispose();

        (target.Path, target.Note)
            .Should()
            .Be((_folder.File("mix-3.wav"), $"{Mix} is there already, and stays as it is"));
        File.ReadAllText(Mix).Should().Be("a recording");
        File.ReadAllText(_folder.File("mix-2.wav")).Should().Be("another");
    }

    [Theory]
    [InlineData("mix", "mix-2")]
    [InlineData("a.b/mix", "a.b/mix-2")]
    [InlineData("mix-2.wav", "mix-2-2.wav")]
    [InlineData("mix.tar.wav", "mix.tar-2.wav")]
    public void The_number_stands_in_front_of_the_ending(string name, string expected)
    {
        Directory.CreateDirectory(_folder.File("a.b"));
        File.WriteAllText(_folder.File(name), "a recording");
        var target = new WavTarget(_folder.File(name));

        target.Open(Header).Dispose();

        target.Path.Should().Be(_folder.File(expected));
    }

    [Fact]
    public void Many_that_ask_at_once_get_a_file_each()
    {
        WavTarget[] targets = Enumerable.Range(0, 16).Select(_ => new WavTarget(Mix)).ToArray();
        var files = new Stream[targets.Length];

        Parallel.For(0, targets.Length, i => files[i] = targets[i].Open(Header));

        targets.Select(target => target.Path).Should().OnlyHaveUniqueItems();
        foreach (Stream file in files)
            file.Dispose();
    }

    [Fact]
    public void An_empty_file_is_used_but_not_one_that_another_daemon_has_just_begun()
    {
        File.WriteAllText(Mix, "");
        var first = new WavTarget(Mix);
        using Stream begun = first.Open(Header); // still without a header
        var second = new WavTarget(Mix);
        second.Open(Header).Dispose();

        (first.Path, second.Path).Should().Be((Mix, _folder.File("mix-2.wav")));
    }

    [Fact]
    public void A_device_is_used_as_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It has another name there.");
        using Stream other = new WavTarget("/dev/null").Open(Header);
        var target = new WavTarget("/dev/null");

        using (Stream stream = target.Open(Header))
            stream.Write(new byte[100]);

        target.Path.Should().Be("/dev/null");
    }

    [Fact]
    public void A_link_to_nothing_is_followed_and_one_to_a_recording_is_not()
    {
        File.CreateSymbolicLink(_folder.File("free.wav"), _folder.File("new.wav"));
        File.WriteAllText(Mix, "a recording");
        File.CreateSymbolicLink(_folder.File("link.wav"), Mix);
        var free = new WavTarget(_folder.File("free.wav"));
        var taken = new WavTarget(_folder.File("link.wav"));

        free.Open(Header).Dispose();
        taken.Open(Header).Dispose();

        (free.Path, taken.Path).Should().Be((_folder.File("free.wav"), _folder.File("link-2.wav")));
        File.Exists(_folder.File("new.wav")).Should().BeTrue();
        File.ReadAllText(Mix).Should().Be("a recording");
    }

    [Fact]
    public void After_a_fault_the_same_file_goes_on_also_under_another_number()
    {
        File.WriteAllText(Mix, "a recording");
        var target = new WavTarget(Mix);
        new WavFile(target.Open(Header), AudioFormat.Pcm16(48_000, 2)).Dispose();

        for (int fault = 0; fault < 3; fault++)
        {
            using var file = new WavFile(target.Open(Header), AudioFormat.Pcm16(48_000, 2));
            file.Append(new float[480]);
            file.WriteHeader();
        }

        target.Path.Should().Be(_folder.File("mix-2.wav"));
        new FileInfo(target.Path).Length.Should().Be(80 + 3 * 480 * 2);
        Directory.GetFiles(_folder.Path).Should().HaveCount(2);
    }

    [Theory]
    [InlineData(
        "a text that somebody has put in its place meanwhile, which is longer than any header of a WAV file is"
    )]
    [InlineData("short")]
    public void After_a_fault_what_somebody_put_in_its_place_stays(string content)
    {
        var target = new WavTarget(Mix);
        new WavFile(target.Open(Header), AudioFormat.Pcm16(48_000, 2)).Dispose();
        File.WriteAllText(Mix, content);

        target.Open(Header).Dispose();

        target.Path.Should().Be(_folder.File("mix-2.wav"));
        File.ReadAllText(Mix).Should().Be(content);
    }

    [Fact]
    public async Task The_output_says_which_file_it_took_and_why()
    {
        File.WriteAllText(Mix, "a recording");
        await using var output = new AudioOutput(
            new SinkOptions { Sink = $"wav:{Mix}" },
            DeviceLossPolicy.Wait,
            new TestSource(),
            new FakeTimeProvider(),
            NullLogger.Instance
        );

        output.Start();

        output.Status.Sink.Should().Be($"wav: {_folder.File("mix-2.wav")}");
        output.Status.Reason.Should().Be($"As configured, but {Mix} is there already, and stays as it is.");
        output.Status.Inaudible!.Message.Should().StartWith($"It is written to {_folder.File("mix-2.wav")}, ");
    }
}
