using Audio.Protocol;

namespace Audio.Core.Tests.Codecs.Ogg;

/// <summary>The container: pieces, streams one after another and at once, and what is in none.</summary>
public sealed class OggDecoderTests
{
    private static async Task<byte[][]> OneOfEachAsync(int frames = 30_000) =>
        [
            await OggFiles.OpusAsync(EncodedSound.Speech(48_000, 2, frames)),
            await OggFiles.VorbisAsync(EncodedSound.Speech(24_000, 1, frames)),
            await OggFiles.FlacAsync(EncodedSound.Speech(16_000, 2, frames)),
        ];

    [Fact]
    public async Task Samples_are_the_same_however_the_bytes_are_cut()
    {
        foreach (byte[] encoded in await OneOfEachAsync())
        {
            float[] whole = OggFiles.Decode(encoded, encoded.Length, 1 << 20).Samples;
            foreach ((int piece, int room) in ((int, int)[])[(1, 1024), (7, 16), (4096, 100_000), (4096, 3)])
                Assert.Equal(whole, OggFiles.Decode(encoded, piece, room).Samples);
        }
    }

    [Fact]
    public async Task Streams_one_after_another_are_all_heard()
    {
        byte[][] files = await OneOfEachAsync();
        byte[][] order = [files[0], files[1], files[0], files[2], files[2], files[1]];
        DecoderRun[] alone = [.. order.Select(file => OggFiles.Decode(file))];
        foreach (int piece in (int[])[1, 4096, 1 << 20])
        {
            DecoderRun run = OggFiles.Decode([.. order.SelectMany(file => file)], piece);
            Assert.Equal(0, run.Damaged);
            Assert.Equal(5, run.Parts.Count); // Both files of FLAC have one format.
            Assert.Equal(alone.SelectMany(part => part.Samples), run.Parts.SelectMany(part => part.Samples));
        }
    }

    [Fact]
    public async Task A_stream_that_was_cut_off_is_followed_by_the_next()
    {
        byte[][] files = await OneOfEachAsync();
        byte[] cut = files[1][..(files[1].Length / 2)];
        DecoderRun run = OggFiles.Decode([.. cut, .. files[0]]);
        Assert.Equal(2, run.Parts.Count);
        Assert.Equal(OggFiles.Decode(cut).Samples, run.Parts[0].Samples);
        Assert.Equal(OggFiles.Decode(files[0]).Samples, run.Parts[1].Samples);
    }

    [Fact]
    public async Task Of_streams_at_once_the_first_that_can_be_played_is_heard()
    {
        byte[][] files = await OneOfEachAsync();
        List<OggPage> opus = OggPage.Read(files[0]);
        List<OggPage> vorbis = OggPage.Read(files[1]);
        OggPage[] pictures =
        [
            OggPage.Of(2, 0, 7, 0, [0x80, .. "theora\u0003\u0002\u0001"u8]),
            .. Enumerable.Range(1, 9).Select(i => OggPage.Of(0, i, 7, (uint)i, new byte[500])),
        ];
        List<OggPage> mixed = [pictures[0], vorbis[0], opus[0]];
        for (int i = 1; i < Math.Max(opus.Count, vorbis.Count); i++)
            mixed.AddRange([.. pictures.Skip(i).Take(1), .. opus.Skip(i).Take(1), .. vorbis.Skip(i).Take(1)]);
        DecoderRun run = OggFiles.Decode(OggPage.Join(mixed));
        Assert.Equal(0, run.Damaged);
        Assert.Equal(OggFiles.Decode(files[1]).Samples, run.Samples);
    }

    [Fact]
    public async Task A_flipped_bit_costs_its_page_and_no_other()
    {
        byte[] encoded = await OggFiles.VorbisAsync(EncodedSound.Speech(24_000, 1, 200_000));
        float[] expected = OggFiles.Decode(encoded).Samples;
        List<OggPage> pages = OggPage.Read(encoded);
        int at = pages.Take(4).Sum(page => page.ToBytes().Length);
        foreach (int offset in (int[])[0, 5, 8, 18, 24, 26, 40, 2000])
        {
            byte[] damaged = [.. encoded];
            damaged[at + offset] ^= 4;
            DecoderRun run = OggFiles.Decode(damaged);
            Assert.True(run.Damaged > 0);
            Assert.Equal(expected.Length, run.Samples.Length);
            int after = (int)pages[4].Granule + 2048 + 24_000 / 200;
            Assert.Equal(expected[after..], run.Samples[after..]);
            AssertNoStep(expected, run.Samples);
        }
    }

    [Fact]
    public async Task Garbage_is_skipped_and_not_heard()
    {
        byte[] encoded = (await OneOfEachAsync())[0];
        List<OggPage> pages = OggPage.Read(encoded);
        byte[] garbage = new byte[70_000];
        new Random(3).NextBytes(garbage);
        "OggS\0OggOggS"u8.CopyTo(garbage.AsSpan(600));
        byte[] stream = [.. garbage, .. OggPage.Join(pages[..3]), .. garbage, .. OggPage.Join(pages[3..]), .. garbage];
        DecoderRun run = OggFiles.Decode(stream);
        Assert.Equal(OggFiles.Decode(encoded).Samples, run.Samples);
        Assert.Equal(3 * garbage.Length + OggFiles.Decode(encoded).BytesIgnored, run.BytesIgnored);
    }

    [Fact]
    public async Task A_page_that_promises_more_than_comes_is_dropped_at_the_end_and_what_it_swallowed_is_heard()
    {
        byte[] encoded = await OggFiles.OpusAsync(EncodedSound.Speech(48_000, 2, 30_000), "--max-delay", "100");
        List<OggPage> pages = OggPage.Read(encoded);
        byte[] claim = OggPage.Of(0, 1, 1, 99, new byte[60_000]).ToBytes()[..300];
        byte[] stream = [.. OggPage.Join(pages[..^1]), .. claim, .. pages[^1].ToBytes()];
        Assert.Equal(OggFiles.Decode(encoded).Samples, OggFiles.Decode(stream).Samples);
        DecoderRun cut = OggFiles.Decode([.. OggPage.Join(pages[..^1]), .. claim]);
        int preSkip = BitConverter.ToUInt16(pages[0].Body, 10);
        Assert.Equal((pages[^2].Granule - preSkip) * 2, cut.Samples.Length);
    }

    [Fact]
    public void What_holds_no_sound_that_can_be_played_is_refused_in_words()
    {
        var video = OggPage.Of(2, 0, 1, 0, [0x80, .. "theora\u0003\u0002\u0001"u8]);
        var next = OggPage.Of(0, 0, 1, 1, new byte[100]);
        AssertRefused(ProtocolErrorCode.Unsupported, "Theora", [video, next]);
        AssertRefused(ProtocolErrorCode.Unsupported, "Theora", [video]);
        AssertRefused(ProtocolErrorCode.Malformed, "first page", [next]);
        AssertRefused(ProtocolErrorCode.Malformed, "first page", []);
    }

    [Fact]
    public async Task Damaged_streams_of_all_kinds_are_played_or_refused_and_never_noise()
    {
        byte[][] files = await OneOfEachAsync(frames: 2_000);
        byte[] chained = [.. files.SelectMany(file => file)];
        var random = new Random(3533);
        for (int i = 0; i < 1000; i++)
        {
            byte[] damaged = Damage.Of(i % 4 < 3 ? files[i % 4] : chained, random);
            DecoderRun? whole = Run(damaged, damaged.Length, 1 << 16);
            DecoderRun? pieces = Run(damaged, random.Next(1, 200), random.Next(8, 2000));
            Assert.Equal(whole is null, pieces is null);
            if (whole is null)
                continue;
            Assert.Equal((whole.Damaged, whole.BytesIgnored), (pieces!.Damaged, pieces.BytesIgnored));
            Assert.Equal(whole.Parts.Select(part => part.Format), pieces.Parts.Select(part => part.Format));
            Assert.Equal(whole.Parts.SelectMany(part => part.Samples), pieces.Parts.SelectMany(part => part.Samples));
            Assert.All(whole.Parts, part => Assert.True(part.Samples.All(sample => Math.Abs(sample) <= 64f)));
        }
    }

    [Fact]
    public async Task Damaged_packets_in_intact_pages_are_played_or_concealed()
    {
        byte[][] files = await OneOfEachAsync(frames: 4_000);
        var random = new Random(6716);
        for (int i = 0; i < 800; i++)
        {
            List<OggPage> pages = OggPage.Read(files[i % files.Length]);
            OggPage page = pages[random.Next(2, pages.Count)];
            for (int flips = random.Next(1, 20); flips > 0; flips--)
            {
                byte[] bytes = flips % 8 == 0 ? page.Lacing : page.Body;
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            // A page is as long as its lacing says.
            int index = pages.IndexOf(page);
            byte[] body = [.. page.Body, .. new byte[255 * 255]];
            pages[index] = page with { Body = body[..page.Lacing.Sum(length => length)] };
            DecoderRun? run = Run(OggPage.Join(pages), 4096, 4096);
            if (run is not null)
                Assert.All(run.Parts, part => Assert.True(part.Samples.All(sample => Math.Abs(sample) <= 64f)));
        }
    }

    private static DecoderRun? Run(byte[] stream, int piece, int room)
    {
        try
        {
            return OggFiles.Decode(stream, Math.Max(1, piece), room);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static void AssertRefused(ProtocolErrorCode code, string words, OggPage[] pages)
    {
        ProtocolException refused = Assert.Throws<ProtocolException>(() => OggFiles.Decode(OggPage.Join(pages)));
        Assert.Equal(code, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static void AssertNoStep(float[] expected, float[] actual) =>
        Assert.InRange(LargestStep(actual), 0, 1.1f * LargestStep(expected));

    private static float LargestStep(float[] samples) =>
        samples.Zip(samples.Skip(1), (before, after) => Math.Abs(after - before)).Max();
}
