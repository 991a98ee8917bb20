using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Sound.RealTime;

/// <summary>
/// One producer sends each frame or page of an encoded stream when its last sample is made, to the daemon and to
/// ffplay. Both are recorded, each at its own sound server. The tests print how long after the first byte each
/// sounded.
/// </summary>
[Collection(QuietMachine.Name)]
public sealed class FirstCodecSoundTests(RealTimeRig rig) : IClassFixture<RealTimeRig>
{
    /// <summary>
    /// A machine that is suspended delays either of the two: such a round is repeated, and noted.
    /// </summary>
    private const int Tries = 3;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData("wav")]
    [InlineData("flac", "flac", "-s", "-b", "1152", "-o", "{1}", "{0}")]
    [InlineData("mp3", "lame", "--quiet", "-t", "-b", "64", "{0}", "{1}")]
    [InlineData("opus", "opusenc", "--quiet", "--max-delay", "100", "{0}", "{1}")]
    [InlineData("ogg", "oggenc", "-Q", "-o", "{1}", "{0}")]
    public async Task A_stream_in_real_time_sounds_no_later_than_in_ffplay(string codec, params string[] encoder)
    {
        byte[] stream = await EncodeAsync(encoder);
        (string? fault, string? excuse) = await StolenTime.MeasureAsync(Tries, async tries =>
        {
            Try.Note(tries);
            (TimeSpan ours, TimeSpan? ffplay) = await rig.PlayAsync(stream);
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{codec}: {ours.TotalMilliseconds:0.0} ms, ffplay {ffplay?.TotalMilliseconds:0.0} ms"
            );
            if (ffplay is null)
                Assert.Skip($"ffplay was not heard within {RealTimeRig.PeerLimit.TotalSeconds} s.");
            return ours <= ffplay ? null : $"{ours} after the first byte, ffplay {ffplay}";
        });
        if (excuse is not null)
            Assert.Skip(excuse);
        fault.Should().BeNull(codec);
    }

    private static async Task<byte[]> EncodeAsync(string[] encoder)
    {
        WaveFile wav = RealTimeRig.Noise(Length);
        if (encoder.Length == 0)
            return wav.ToBytes();
        using var folder = new TempFolder();
        string from = folder.File("noise.wav");
        string to = folder.File("noise.coded");
        wav.Write(from);
        await ExternalTool.RunAsync(encoder[0], [.. encoder[1..].Select(word => string.Format(null, word, from, to))]);
        return await File.ReadAllBytesAsync(to, TestContext.Current.CancellationToken);
    }
}
