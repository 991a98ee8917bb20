using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Dsp;

/// <summary>The rates of speech beside sox's best, up to the edge of the band.</summary>
public sealed class ResamplerBesideSoxTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData(16_000, 80)]
    [InlineData(8_000, 70)]
    [InlineData(11_025, 65)]
    public async Task Speech_is_as_sox_makes_it(int rate, double least)
    {
        using var folder = new TempFolder();
        WaveFile spoken = await EspeakNg.SpeakAsync(
            "She sells sea shells, and six swift foxes chase a thistle.",
            folder.Path
        );
        WaveFile speech = await Sox.ResampleAsync(spoken, rate, folder.Path);
        float[] sox = (await Sox.ResampleAsync(speech, 48_000, folder.Path)).Samples;
        float[] ours = ResamplerRun.All(rate, 48_000, speech.Samples);
        int frames = Math.Min(sox.Length, ours.Length);
        Math.Abs(sox.Length - ours.Length).Should().BeLessThanOrEqualTo(1);
        double same = SignalToError.Db(ours.AsSpan(0, frames), sox.AsSpan(0, frames));
        log.WriteLine($"{rate} Hz: {same:F1} dB");
        same.Should().BeGreaterThan(least);
    }
}
