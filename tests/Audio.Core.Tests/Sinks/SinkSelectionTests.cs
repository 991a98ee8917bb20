using Audio.Core.Sinks;

namespace Audio.Core.Tests.Sinks;

public sealed class SinkSelectionTests
{
    [Theory]
    [InlineData("auto", "auto")]
    [InlineData("Pulse", "pulse")]
    [InlineData("WASAPI", "wasapi")]
    [InlineData(" portaudio ", "portaudio")]
    [InlineData("NULL", "null")]
    [InlineData("wav:/tmp/Mix 1.wav", "wav:/tmp/Mix 1.wav")]
    [InlineData("WAV:relative.wav", "wav:relative.wav")]
    [InlineData(@"wav:C:\mix.wav", @"wav:C:\mix.wav")]
    public void Parse_known_is_that(string text, string expected) =>
        SinkSelection.Parse(text).ToString().Should().Be(expected);

    [Fact]
    public void DevicesOn_windows_has_its_own_before_port_audio()
    {
        SinkSelection
            .DevicesOn(isWindows: true)
            .Select(sink => sink.ToString())
            .Should()
            .Equal("pulse", "wasapi", "portaudio");
        SinkSelection.DevicesOn(isWindows: false).Select(sink => sink.ToString()).Should().Equal("pulse", "portaudio");
    }

    [Theory]
    [InlineData("", "There is no sink '': choose auto, pulse, wasapi (Windows), portaudio, null or wav:PATH.")]
    [InlineData("alsa", "There is no sink 'alsa': choose auto, pulse, wasapi (Windows), portaudio, null or wav:PATH.")]
    [InlineData("wav", "There is no sink 'wav': choose auto, pulse, wasapi (Windows), portaudio, null or wav:PATH.")]
    [InlineData("wav:", "The sink 'wav:' names no file: write wav:PATH, as in wav:/tmp/mix.wav.")]
    public void Parse_unknown_says_what_there_is(string text, string message)
    {
        Func<SinkSelection> parse = () => SinkSelection.Parse(text);
        parse
            .Should()
            .Throw<SinkException>()
            .WithMessage(message)
            .Where(error => error.Fault == SinkErrorKind.Configuration);
    }
}
