using Audio.Core.Codecs;
using Audio.Core.Codecs.Ogg;
using Audio.Core.Codecs.Opus;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Ogg;

/// <summary>Opus in Ogg, beside ffmpeg with libopus.</summary>
public sealed class OggOpusTests
{
    // With libopus on both sides; the managed code has fixed-point arithmetic.
    private static float Tolerance => OpusLibrary.IsInstalled ? 2e-4f : 5e-3f;

    [Theory]
    [InlineData(48_000, 1, "20", "64")]
    [InlineData(48_000, 2, "2.5", "96")]
    [InlineData(44_100, 2, "40", "32")]
    [InlineData(24_000, 1, "20", "24")]
    [InlineData(16_000, 1, "10", "16")]
    [InlineData(8_000, 1, "60", "8")]
    [InlineData(48_000, 3, "20", "96")]
    [InlineData(48_000, 5, "5", "256")]
    [InlineData(48_000, 6, "20", "256")]
    [InlineData(48_000, 8, "20", "320")]
    public async Task Samples_are_those_of_ffmpeg(int rate, int channels, string frame, string bitRate)
    {
        WaveFile file = EncodedSound.Speech(rate, channels, rate + 123);
        byte[] encoded = await OggFiles.OpusAsync(file, "--framesize", frame, "--bitrate", bitRate);
        DecoderRun run = OggFiles.Decode(encoded);
        Assert.Equal(new DecodedFormat(48_000, channels, VorbisChannels.Speakers(channels)), run.Format);
        Assert.Equal(0, run.Damaged);
        Assert.Equal((int)Math.Ceiling((rate + 123) * 48_000.0 / rate) * channels, run.Samples.Length);
        OggFiles.AssertClose(await OggFiles.FfmpegAsync(encoded, isOpus: true), run.Samples, Tolerance);
    }

    [Fact]
    public async Task Managed_code_decodes_nearly_the_same()
    {
        byte[] encoded = await OggFiles.OpusAsync(EncodedSound.Speech(24_000, 2, 24_000));
        var run = DecoderRun.Of(new OggDecoder(head => new ManagedOpus(head)), encoded);
        OggFiles.AssertClose(await OggFiles.FfmpegAsync(encoded, isOpus: true), run.Samples, 5e-3f);
    }

    [Fact]
    public async Task The_gain_of_the_header_is_applied()
    {
        byte[] encoded = await OggFiles.OpusAsync(EncodedSound.Speech(48_000, 1, 24_000));
        List<OggPage> pages = OggPage.Read(encoded);
        pages[0].Body[17] = 0xFA; // -6 dB
        byte[] quieter = OggPage.Join(pages);
        float[] expected = [.. OggFiles.Decode(encoded).Samples.Select(sample => sample * MathF.Pow(10f, -6f / 20f))];
        OggFiles.AssertClose(expected, OggFiles.Decode(quieter).Samples, 1e-6f);
        OggFiles.AssertClose(
            await OggFiles.FfmpegAsync(quieter, isOpus: true),
            OggFiles.Decode(quieter).Samples,
            Tolerance
        );
    }

    [Fact]
    public async Task A_live_stream_begins_anywhere()
    {
        byte[] encoded = await OggFiles.OpusAsync(EncodedSound.Speech(48_000, 1, 200_000), "--max-delay", "100");
        List<OggPage> pages = OggPage.Read(encoded);
        int preSkip = BitConverter.ToUInt16(pages[0].Body, 10);
        OggPage[] cut = [.. pages[..2], .. pages[12..].Select((page, i) => page with { Sequence = (uint)(i + 2) })];
        DecoderRun run = OggFiles.Decode(OggPage.Join(cut));
        Assert.Equal(0, run.Damaged);
        Assert.Equal(pages[^1].Granule - pages[11].Granule - preSkip, run.Samples.Length);
    }

    [Fact]
    public async Task What_is_lost_is_concealed_at_its_length()
    {
        byte[] encoded = await OggFiles.OpusAsync(EncodedSound.Speech(48_000, 2, 200_000), "--max-delay", "100");
        float[] expected = OggFiles.Decode(encoded).Samples;
        List<OggPage> pages = OggPage.Read(encoded);
        for (int lost = 3; lost < pages.Count - 1; lost += 7)
        {
            DecoderRun run = OggFiles.Decode(OggPage.Join(pages.Where((_, i) => i != lost)));
            Assert.Equal(pages[lost].Lacing.Count(length => length < 255), run.Damaged);
            Assert.Equal(expected.Length, run.Samples.Length);
            int before = (int)(pages[lost - 1].Granule - 400) * 2;
            Assert.Equal(expected[..before], run.Samples[..before]);
            Assert.InRange(run.Samples.Max(Math.Abs), 0.01f, 1.5f);
        }
    }

    [Fact]
    public async Task A_packet_allocates_nothing()
    {
        Assert.SkipUnless(OpusLibrary.IsInstalled, "libopus is not installed");
        byte[] encoded = await OggFiles.OpusAsync(EncodedSound.Speech(24_000, 1, 240_000));
        Assert.Equal(0, AllocatedEachTurn(new OggDecoder(), encoded));
    }

    /// <summary>
    /// Concentus allocates its working memory with every packet: 1.4 MB a second. Another megabyte comes where it is
    /// asked for more samples than a packet has.
    /// </summary>
    [Fact]
    public async Task A_packet_without_libopus_allocates_room_for_its_own_samples_only()
    {
        const int Seconds = 10;
        byte[] encoded = await OggFiles.OpusAsync(EncodedSound.Speech(24_000, 1, Seconds * 24_000));
        using var decoder = new OggDecoder(static head => new ManagedOpus(head));
        float[] samples = new float[8 * 65_536];
        decoder.Decode(encoded, [], out int consumed, out _);
        ReadOnlySpan<byte> rest = encoded.AsSpan(consumed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (!rest.IsEmpty)
        {
            decoder.Decode(rest, samples, out consumed, out _);
            rest = rest[consumed..];
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Seconds, 0, 1_600_000);
    }

    [Theory]
    [InlineData(9, 0, "channels")]
    [InlineData(9, 3, "mapping family 0")]
    [InlineData(8, 0x20, "version 2.0")]
    [InlineData(18, 2, "mapping family 2")]
    [InlineData(18, 1, "ends within its channel mapping")]
    public async Task A_header_that_cannot_be_played_is_refused_in_words(int at, byte value, string words)
    {
        List<OggPage> pages = OggPage.Read(await OggFiles.OpusAsync(EncodedSound.Speech(48_000, 1, 5_000)));
        pages[0].Body[at] = value;
        ProtocolException refused = Assert.Throws<ProtocolException>(() => OggFiles.Decode(OggPage.Join(pages)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Title_and_artist_are_read()
    {
        WaveFile file = EncodedSound.Speech(48_000, 1, 5_000);
        byte[] encoded = await OggFiles.OpusAsync(file, "--title", "Grüße\u001b[1m", "--artist", "A. Speaker");
        using var decoder = new OggDecoder();
        decoder.Decode(encoded, [], out _, out _);
        Assert.Equal(new SoundInfo("Opus", "Grüße[1m", "A. Speaker"), decoder.Info);
    }

    /// <summary>What a decoder allocates for a page, once it is warm.</summary>
    internal static long AllocatedEachTurn(IAudioDecoder decoder, byte[] encoded)
    {
        using (decoder)
        {
            var counter = new List<long>(encoded.Length / 256 + 2);
            float[] samples = new float[8 * 65_536];
            ReadOnlySpan<byte> rest = encoded;
            while (!rest.IsEmpty)
            {
                Span<float> room = decoder.Format is null ? [] : samples;
                decoder.Decode(rest[..Math.Min(256, rest.Length)], room, out int consumed, out _);
                rest = rest[consumed..];
                counter.Add(GC.GetAllocatedBytesForCurrentThread());
            }

            return Allocations.EachTurn(counter);
        }
    }
}
