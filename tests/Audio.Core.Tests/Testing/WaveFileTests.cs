using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Testing;

public sealed class WaveFileTests
{
    [Theory]
    [InlineData("unsigned-integer", 8, 1, 8_000)]
    [InlineData("signed-integer", 16, 2, 44_100)]
    [InlineData("signed-integer", 24, 2, 48_000)]
    [InlineData("floating-point", 32, 1, 22_050)]
    public async Task Read_understands_what_sox_writes(string encoding, int bits, int channels, int rate)
    {
        using var folder = new TempFolder();
        string path = folder.File("tone.wav");
        await ExternalTool.RunAsync(
            "sox",
            "-D",
            "-n",
            "-r",
            $"{rate}",
            "-b",
            $"{bits}",
            "-e",
            encoding,
            "-c",
            $"{channels}",
            path,
            "synth",
            "0.5",
            "sine",
            "440",
            "gain",
            "-6"
        );

        var file = WaveFile.Read(path);

        (file.SampleRate, file.Channels, file.Bits, file.IsFloat, file.Frames)
            .Should()
            .Be((rate, channels, bits, bits == 32, rate / 2));
        file.Samples.Max().Should().BeApproximately(0.5f, 0.01f);
        file.Samples.Min().Should().BeApproximately(-0.5f, 0.01f);
    }

    [Fact]
    public void Write_and_Read_give_the_same_samples()
    {
        using var folder = new TempFolder();
        short[] samples = Pcm.ToInt16(Signal.Noise(1_001, seed: 1));
        WaveFile.FromInt16(samples, 24_000, channels: 1).Write(folder.File("noise.wav"));

        Pcm.Int16(WaveFile.Read(folder.File("noise.wav")).Data).Should().Equal(samples);
    }
}
