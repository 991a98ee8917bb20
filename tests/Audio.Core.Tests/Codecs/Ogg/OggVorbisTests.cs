using Audio.Core.Codecs;
using Audio.Core.Codecs.Ogg;
using Audio.Protocol;
using Audio.Testing.Files;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Ogg;

/// <summary>Vorbis in Ogg, beside ffmpeg.</summary>
public sealed class OggVorbisTests
{
    [Theory]
    [InlineData(48_000, 1, "4")]
    [InlineData(44_100, 2, "10")]
    [InlineData(44_100, 2, "-1")]
    [InlineData(24_000, 1, "2")]
    [InlineData(16_000, 1, "0")]
    [InlineData(11_025, 2, "5")]
    [InlineData(8_000, 1, "3")]
    [InlineData(48_000, 3, "4")]
    [InlineData(44_100, 5, "4")]
    [InlineData(48_000, 6, "4")]
    [InlineData(48_000, 7, "4")]
    [InlineData(48_000, 8, "4")]
    public async Task Samples_are_those_of_ffmpeg(int rate, int channels, string quality)
    {
        WaveFile file = EncodedSound.Speech(rate, channels, rate + 123);
        byte[] encoded = await OggFiles.VorbisAsync(file, "-q", quality);
        DecoderRun run = OggFiles.Decode(encoded);
        Assert.Equal(new DecodedFormat(rate, channels, VorbisChannels.Speakers(channels)), run.Format);
        Assert.Equal(0, run.Damaged);
        Assert.Equal((rate + 123) * channels, run.Samples.Length);
        // ffmpeg does not cut the end of a stream that has one page.
        float[] expected = await OggFiles.FfmpegAsync(encoded);
        OggFiles.AssertClose(expected[..run.Samples.Length], run.Samples, 1e-5f);
    }

    [Fact]
    public async Task Speech_is_that_of_ffmpeg()
    {
        var file = WaveFile.Read(Path.Combine(RepositoryFiles.Root, "samples", "speech-en-22k-16bit-mono.wav"));
        byte[] encoded = await OggFiles.VorbisAsync(file);
        OggFiles.AssertClose(await OggFiles.FfmpegAsync(encoded), OggFiles.Decode(encoded).Samples, 1e-5f);
    }

    [Fact]
    public async Task A_lost_page_is_concealed_at_its_length_and_the_rest_is_what_it_was()
    {
        byte[] encoded = await OggFiles.VorbisAsync(EncodedSound.Speech(24_000, 1, 240_000));
        float[] expected = OggFiles.Decode(encoded).Samples;
        List<OggPage> pages = OggPage.Read(encoded);
        Assert.True(pages.Count > 6);
        for (int lost = 3; lost < pages.Count - 1; lost++)
        {
            DecoderRun run = OggFiles.Decode(OggPage.Join(pages.Where((_, i) => i != lost)));
            Assert.True(run.Damaged > 0);
            Assert.Equal(expected.Length, run.Samples.Length);
            int before = (int)pages[lost - 1].Granule;
            int after = (int)pages[lost].Granule + 2048 + 24_000 / 200;
            Assert.Equal(expected[..before], run.Samples[..before]);
            // Before the last page, what was lost is known only up to the cut at its end.
            if (lost < pages.Count - 2)
                Assert.Equal(expected[after..], run.Samples[after..]);
        }
    }

    [Fact]
    public async Task A_beginning_before_position_0_is_not_played()
    {
        byte[] encoded = await OggFiles.VorbisAsync(EncodedSound.Speech(48_000, 1, 200_000));
        float[] expected = OggFiles.Decode(encoded).Samples;
        IEnumerable<OggPage> earlier = OggPage
            .Read(encoded)
            .Select(page => page.Granule > 0 ? page with { Granule = page.Granule - 500 } : page);
        Assert.Equal(expected[500..], OggFiles.Decode(OggPage.Join(earlier)).Samples);
    }

    [Fact]
    public async Task A_block_allocates_nothing()
    {
        byte[] encoded = await OggFiles.VorbisAsync(EncodedSound.Speech(24_000, 2, 240_000));
        Assert.Equal(0, OggOpusTests.AllocatedEachTurn(new OggDecoder(), encoded));
    }

    [Fact]
    public async Task A_setup_header_that_claims_too_much_is_refused_before_it_costs_memory()
    {
        List<OggPage> pages = OggPage.Read(await OggFiles.VorbisAsync(EncodedSound.Speech(48_000, 1, 5_000)));
        // One codebook of 2^24 - 1 entries with 65,535 dimensions, whose lengths take a few bits.
        byte[] setup = [.. "\u0005vorbis"u8, 0, .. "BCV"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[64]];
        byte[] stream = OggPage.Join([pages[0], OggPage.Of(0, 0, 2, 1, [.. "\u0003vorbis"u8], setup)]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ProtocolException refused = Assert.Throws<ProtocolException>(() => OggFiles.Decode(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(ProtocolErrorCode.TooLarge, refused.Code);
        Assert.Contains("setup header", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_setup_headers_are_played_or_refused()
    {
        List<OggPage> pages = OggPage.Read(await OggFiles.VorbisAsync(EncodedSound.Speech(8_000, 1, 3_000)));
        var random = new Random(5);
        int played = 0;
        for (int i = 0; i < 600; i++)
        {
            OggPage headers = pages[1] with { Body = [.. pages[1].Body] };
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                headers.Body[random.Next(headers.Body.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                DecoderRun run = OggFiles.Decode(OggPage.Join([pages[0], headers, .. pages[2..]]));
                Assert.All(run.Samples, sample => Assert.InRange(sample, -64f, 64f));
                played++;
            }
            catch (ProtocolException refused)
            {
                Assert.Contains("Vorbis", refused.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(played, 1, 599);
    }
}
