using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Codecs.Detection;

/// <summary>
/// A stream that arrives byte by byte sounds once its first frame or page is there, and not later: what a producer in
/// real time has sent is heard.
/// </summary>
public sealed class FirstSampleTests : IDisposable
{
    private const int Rate = 24_000;
    private const int Mp3Frame = 72 * 64_000 / Rate; // MPEG 2 at 64 kbit/s

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WAV_sounds_with_its_first_frame()
    {
        byte[] wav = Wav();
        BytesUntilSound(wav).Should().Be(46, "a header has 44 bytes, and a frame two");
    }

    [Fact]
    public async Task MP3_sounds_a_frame_behind_the_padding_of_its_encoder()
    {
        byte[] mp3 = await EncodeAsync("lame", "--quiet", "-t", "-b", "64", "{0}", "{1}");

        // Without a tag nothing is trimmed: the first frame, and the header behind it that proves it.
        BytesUntilSound(mp3).Should().BeLessThanOrEqualTo(Mp3Frame + 8);
    }

    [Fact]
    public async Task FLAC_sounds_with_its_first_frame()
    {
        byte[] flac = await EncodeAsync("flac", "-s", "-b", "1152", "-o", "{1}", "{0}");

        int first = BytesUntilSound(flac);
        int frame = flac.AsSpan(0, first - 1).LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xF8]);
        flac.AsSpan(0, frame).IndexOf((ReadOnlySpan<byte>)[0xFF, 0xF8]).Should().Be(-1, "it is the first");
    }

    [Theory]
    [InlineData("opusenc", "--quiet", "{0}", "{1}")]
    [InlineData("oggenc", "-Q", "-o", "{1}", "{0}")]
    public async Task Ogg_sounds_with_its_first_page_of_sound(params string[] encoder)
    {
        byte[] ogg = await EncodeAsync(encoder);

        int first = BytesUntilSound(ogg);
        PagesOfSound(ogg.AsSpan(0, first)).Should().Be(1);
        PagesOfSound(ogg.AsSpan(0, first - 1)).Should().Be(0, "a page is checked before it is played");
    }

    /// <summary>Whole pages that end some sound: their granule position is neither 0 nor unknown.</summary>
    private static int PagesOfSound(ReadOnlySpan<byte> ogg)
    {
        int pages = 0;
        while (ogg.Length >= 27)
        {
            int segments = ogg[26];
            if (ogg.Length < 27 + segments)
                break;
            int length = 27 + segments;
            foreach (byte lacing in ogg.Slice(27, segments))
                length += lacing;
            if (ogg.Length < length)
                break;
            pages += BitConverter.ToInt64(ogg[6..]) > 0 ? 1 : 0;
            ogg = ogg[length..];
        }

        return pages;
    }

    private static int BytesUntilSound(byte[] stream)
    {
        using IAudioDecoder decoder = AudioDecoders.For(AudioContainer.Auto, declared: null);
        float[] samples = new float[8];
        for (int at = 0; at < stream.Length; at++)
        {
            int taken;
            int written;
            do
            {
                Span<float> room = decoder.Format is null ? [] : samples;
                decoder.Decode(stream.AsSpan(at, 1), room, out taken, out written);
                if (written > 0)
                    return at + 1;
            } while (taken == 0);
        }

        return int.MaxValue;
    }

    private static byte[] Wav() =>
        WaveFile.FromInt16(Pcm.ToInt16(Signal.SpeechLike(Rate, 2 * Rate, seed: 164)), Rate, 1).ToBytes();

    private async Task<byte[]> EncodeAsync(params string[] encoder)
    {
        string wav = _folder.File("sound.wav");
        string coded = _folder.File("coded");
        await File.WriteAllBytesAsync(wav, Wav(), TestContext.Current.CancellationToken);
        await ExternalTool.RunAsync(
            encoder[0],
            [.. encoder[1..].Select(word => string.Format(null, word, wav, coded))]
        );
        return await File.ReadAllBytesAsync(coded, TestContext.Current.CancellationToken);
    }
}
