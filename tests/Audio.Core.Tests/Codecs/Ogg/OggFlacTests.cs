using Audio.Core.Codecs;
using Audio.Core.Codecs.Ogg;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Ogg;

/// <summary>FLAC in Ogg, which loses nothing.</summary>
public sealed class OggFlacTests
{
    [Theory]
    [InlineData(24_000, 1)]
    [InlineData(44_100, 2)]
    [InlineData(48_000, 6)]
    [InlineData(48_000, 8)]
    public async Task Samples_are_those_of_the_file(int rate, int channels)
    {
        WaveFile file = EncodedSound.Speech(rate, channels, rate + 123);
        byte[] encoded = await OggFiles.FlacAsync(file);
        DecoderRun run = OggFiles.Decode(encoded);
        Assert.Equal((rate, channels), (run.Format.SampleRate, run.Format.Channels));
        Assert.Equal(0, run.Damaged);
        Assert.Equal(file.Samples, run.Samples);
        Assert.Equal(await OggFiles.FfmpegAsync(encoded), run.Samples);
    }

    [Fact]
    public async Task A_lost_frame_is_concealed_at_its_length_and_the_rest_is_what_it_was()
    {
        WaveFile file = EncodedSound.Speech(24_000, 1, 48_000);
        List<OggPage> pages = OggPage.Read(await OggFiles.FlacAsync(file, "-b", "1152"));
        int audio = pages.FindIndex(page => page.Granule > 0);
        for (int lost = audio + 1; lost < pages.Count - 1; lost++)
        {
            DecoderRun run = OggFiles.Decode(OggPage.Join(pages.Where((_, i) => i != lost)));
            Assert.Equal(pages[lost].Lacing.Count(length => length < 255), run.Damaged);
            Assert.Equal(file.Samples.Length, run.Samples.Length);
            int before = (int)pages[lost - 1].Granule;
            int after = (int)pages[lost].Granule + 24_000 / 200;
            Assert.Equal(file.Samples[..before], run.Samples[..before]);
            Assert.Equal(file.Samples[after..], run.Samples[after..]);
        }
    }

    [Fact]
    public async Task The_length_and_the_title_are_read()
    {
        byte[] encoded = await OggFiles.FlacAsync(EncodedSound.Speech(24_000, 1, 30_000), "-T", "TITLE=A title");
        using var decoder = new OggDecoder();
        decoder.Decode(encoded, [], out _, out _);
        Assert.Equal(new SoundInfo("FLAC", "A title", Frames: 30_000), decoder.Info);
    }

    [Fact]
    public async Task A_frame_allocates_nothing()
    {
        byte[] encoded = await OggFiles.FlacAsync(EncodedSound.Speech(24_000, 2, 120_000));
        Assert.Equal(0, OggOpusTests.AllocatedEachTurn(new OggDecoder(), encoded));
    }

    [Fact]
    public async Task A_first_packet_without_a_format_is_refused()
    {
        List<OggPage> pages = OggPage.Read(await OggFiles.FlacAsync(EncodedSound.Speech(24_000, 1, 5_000)));
        pages[0] = OggPage.Of(2, 0, 3, 0, pages[0].Body[..20]);
        ProtocolException refused = Assert.Throws<ProtocolException>(() => OggFiles.Decode(OggPage.Join(pages)));
        Assert.Equal(ProtocolErrorCode.Malformed, refused.Code);
    }
}
