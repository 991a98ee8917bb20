using Audio.Core.Sinks;
using Audio.Core.Sinks.Clocked;
using Audio.Core.Sinks.Output;
using Audio.Core.Sinks.Player;
using Audio.Core.Sinks.PortAudio;
using Audio.Core.Sinks.Pulse;
using Audio.Core.Sinks.Wav;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Output;

public sealed class SinkFactoryTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("pulse", typeof(PulseSink), "pulse")]
    [InlineData("wasapi", typeof(WavePlayerSink), "wasapi")]
    [InlineData("portaudio", typeof(PortAudioSink), "portaudio")]
    [InlineData("null", typeof(NullSink), "null")]
    [InlineData("wav:/tmp/audiod-never-opened.wav", typeof(WavSink), "wav: /tmp/audiod-never-opened.wav")]
    public void Create_each_kind_makes_it_and_opens_nothing(string selection, Type type, string name)
    {
        using IAudioSink sink = new SinkFactory(new SinkOptions(), _time).Create(
            SinkSelection.Parse(selection),
            again: false
        );
        sink.Should().BeOfType(type);
        sink.Name.Should().Be(name);
        File.Exists("/tmp/audiod-never-opened.wav").Should().BeFalse();
    }

    [Theory]
    [InlineData(false, 480)]
    [InlineData(true, 960)]
    public void Create_again_continues_the_file_instead_of_replacing_it(bool again, int frames)
    {
        string folder = Directory.CreateTempSubdirectory("wav").FullName;
        string path = Path.Combine(folder, "mix.wav");
        var factory = new SinkFactory(new SinkOptions { WavRealTime = false }, _time);
        foreach (bool reopened in new[] { false, again })
        {
            using IAudioSink sink = factory.Create(new SinkSelection(SinkKind.Wav, path), reopened);
            sink.Start(new TestSource(480), error => throw error);
            sink.Wake();
        }

        new FileInfo(path).Length.Should().Be(80 + 4 * frames);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Start_wasapi_elsewhere_says_whose_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it is there");
        using IAudioSink sink = new SinkFactory(new SinkOptions(), _time).Create(
            SinkSelection.Parse("wasapi"),
            again: false
        );
        sink.Invoking(own => own.Start(new TestSource(), _ => { }))
            .Should()
            .Throw<SinkException>()
            .WithMessage("wasapi is only available on Windows: choose pulse or portaudio.")
            .Where(error => error.Fault == SinkErrorKind.Configuration);
    }

    [Fact]
    public void Create_auto_is_refused()
    {
        Func<IAudioSink> create = () =>
            new SinkFactory(new SinkOptions(), _time).Create(new SinkSelection(SinkKind.Auto), again: false);
        create.Should().Throw<ArgumentOutOfRangeException>();
    }
}
