using Audio.Core.Wires.V2;
using Audio.Host.Options;
using Audio.Protocol;

namespace Audio.Host.Tests.Options;

/// <summary>The settings of version 2, and the command line of the daemon that spoke it.</summary>
public sealed class V2OptionsTests
{
    [Fact]
    public void The_default_is_what_the_extension_sends()
    {
        DaemonOptions options = Load();

        options.Json.V2.Should().Be(new V2Options());
        options.Json.V2.Format.Should().Be(AudioFormat.Pcm16(24_000));
        options.Json.V2.Stop.Should().Be(V2Stop.All);
    }

    [Fact]
    public void The_pairs_of_the_old_daemon_are_the_format_of_version_2_and_leave_the_mix_alone()
    {
        DaemonOptions options = Load(
            ("V2Format", "pcm"),
            ("SampleRate", "22050"),
            ("V2Channels", "2"),
            ("V2BitDepth", "32")
        );

        options.Json.V2.Format.Should().Be(new AudioFormat(SampleEncoding.Float32Le, 22_050, 2));
        options.Engine.Sink.SampleRate.Should().Be(48_000);
    }

    [Fact]
    public void SampleRate_alone_or_beside_that_of_version_2_is_the_rate_of_the_mix()
    {
        Load(("SampleRate", "44100")).Engine.Sink.SampleRate.Should().Be(44_100);
        DaemonOptions both = Load(("SampleRate", "44100"), ("V2Channels", "2"), ("V2SampleRate", "16000"));
        both.Engine.Sink.SampleRate.Should().Be(44_100);
        both.Json.V2.Format.Should().Be(AudioFormat.Pcm16(16_000, 2));
    }

    [Theory]
    [InlineData("WAV", true)]
    [InlineData("auto", false)]
    [InlineData("mp3", false)]
    public void V2Format_says_whether_samples_may_come_without_a_header(string name, bool mayBeSamples) =>
        Load(("V2Format", name)).Json.V2.Format.HasValue.Should().Be(mayBeSamples);

    [Fact]
    public void V2Stop_is_all_or_own() => Load(("V2Stop", "Own")).Json.V2.Stop.Should().Be(V2Stop.Own);

    [Theory]
    [InlineData("V2Stop", "none", "--v2-stop must be all or own; got 'none'")]
    [InlineData(
        "V2Format",
        "midi",
        "--v2-format must be one of pcm, wav, auto, mp3, flac, ogg, opus, vorbis, aac, m4a; got 'midi'"
    )]
    [InlineData("V2BitDepth", "12", "--v2-bit-depth must be 8, 16, 24 or 32; got '12'")]
    [InlineData("V2Channels", "9", "--v2-channels must be between 1 and 8; got 9")]
    public void A_wrong_value_is_refused_with_what_is_right(string name, string value, string message)
    {
        Func<DaemonOptions> loading = () => Load((name, value));

        loading.Should().Throw<OptionException>().WithMessage(message);
    }

    private static DaemonOptions Load(params (string Name, string Value)[] values) =>
        DaemonOptionsLoader.Load(SettingLayer.CommandLine(values.ToDictionary(pair => pair.Name, pair => pair.Value)));
}
