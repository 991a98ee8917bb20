using Audio.Core.Codecs.Wav;
using Audio.Core.Formats;
using Audio.Protocol;
using Audio.Testing;

namespace Audio.Core.Tests.Codecs.Wav;

/// <summary>Streams that are damaged in every way, and what it costs to decode one.</summary>
public sealed class WavDamageTests
{
    private static readonly byte[] Mono = WavBytes.Tone(400);

    private static readonly byte[][] Streams =
    [
        [.. WavBytes.File(Mono, before: WavBytes.Info("INAM", "title")), .. WavBytes.File(Mono, WavBytes.Unknown)],
        WavBytes.File(Mono, 0, WavBytes.Format(0x11, 2, bits: 4, blockAlign: 72), after: WavBytes.Info("ISFT", "x")),
        WavBytes.File(Mono, format: WavBytes.Format(2, 1, bits: 4, blockAlign: 70)),
        WavBytes.File(Mono, format: WavBytes.Format(0xFFFE, 3, bits: 24, extension: WavBytes.Extension(1, 20, 7))),
        WavBytes.File(Mono, format: WavBytes.Format(3, 2, bits: 32), form: "RIFX"),
    ];

    [Fact]
    public void Damage_throws_nothing_but_refusals_and_makes_no_noise()
    {
        var random = new Random(16);
        int heard = 0;
        for (int round = 0; round < 4_000; round++)
        {
            byte[] bytes = [.. Streams[round % Streams.Length], .. Streams[random.Next(Streams.Length)]];
            int kind = random.Next(3);
            for (int change = random.Next(1, 6); kind == 0 && change > 0; change--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            if (kind == 1)
                bytes = bytes[..random.Next(bytes.Length)];
            if (kind == 2)
                bytes = [.. bytes[..random.Next(bytes.Length)], .. bytes[random.Next(bytes.Length)..]];
            AudioFormat? declared = round % 4 == 0 ? AudioFormat.Pcm16(8_000) : null;
            DecoderRun? run = Decode(bytes, declared, random.Next(1, 400), room: 64);
            DecoderRun? other = Decode(bytes, declared, random.Next(1, 40), room: 24);

            (run is null).Should().Be(other is null, "pieces change nothing");
            if (run is null || other is null)
                continue;
            heard++;
            float[] samples = [.. run.Parts.SelectMany(static part => part.Samples)];
            samples.Should().NotContain(static sample => !(Math.Abs(sample) <= SampleDecoder.MaxMagnitude));
            samples.Should().Equal(other.Parts.SelectMany(static part => part.Samples));
            (run.Damaged, run.BytesIgnored).Should().Be((other.Damaged, other.BytesIgnored));
        }

        heard.Should().BeGreaterThan(2_000, "most of them are played as far as it goes");
    }

    private static DecoderRun? Decode(byte[] bytes, AudioFormat? declared, int piece, int room)
    {
        try
        {
            return DecoderRun.Of(new WavDecoder(declared), bytes, piece, room);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    [Theory]
    [InlineData(0x11, 72), InlineData(2, 70)]
    public void A_damaged_block_of_ADPCM_is_concealed_and_counted(int tag, int blockAlign)
    {
        byte[] codes = new byte[20 * blockAlign];
        new Random(3).NextBytes(codes);
        for (int block = 0; block < codes.Length; block += blockAlign)
            codes.AsSpan(block, 4).Fill(3);
        byte[] format = WavBytes.Format(tag, 1, bits: 4, blockAlign: blockAlign);
        float[] whole = WavRuns.Of(WavBytes.File(codes, format: format)).Samples;

        codes.AsSpan(7 * blockAlign, 4).Fill(200);
        DecoderRun run = WavRuns.Of(WavBytes.File(codes, format: format));

        run.Damaged.Should().Be(1);
        run.Samples.Should().HaveSameCount(whole, "the time goes on");
        int block7 = 7 * whole.Length / 20;
        int block8 = 8 * whole.Length / 20;
        run.Samples[..block7].Should().Equal(whole[..block7]);
        run.Samples[block7..block8].Skip(40).Should().OnlyContain(static sample => sample == 0f, "5 ms are 40 frames");
        run.Samples[(block8 + 40)..].Should().Equal(whole[(block8 + 40)..]);
    }

    [Fact]
    public void A_stream_of_headers_costs_no_more_than_its_bytes()
    {
        byte[] header = WavBytes.File([], WavBytes.Unknown);
        byte[] bytes = [.. Enumerable.Repeat(header, 20_000).SelectMany(static one => one)];

        var run = DecoderRun.Of(new WavDecoder(), bytes);

        run.Samples.Should().BeEmpty();
        run.BytesIgnored.Should().Be(0, "headers are no sound and no rest");
    }

    [Theory]
    [InlineData("RIFFRIFF"), InlineData("LISTLIST"), InlineData("RIFF\0\0\0\0WAV"), InlineData("id3 ID3")]
    public void What_only_resembles_a_header_is_sound(string text)
    {
        byte[] data = [.. Enumerable.Repeat(text, 1_000).SelectMany(static one => one).Select(static one => (byte)one)];
        data = [0, 0, .. data, .. new byte[20 + data.Length % 2]];

        WavRuns.Of(WavBytes.File(data, WavBytes.Unknown)).Samples.Should().Equal(WavBytes.Samples(data));
    }

    [Theory]
    [InlineData(1, 16), InlineData(2, 4), InlineData(0x11, 4)]
    public void Steady_sound_allocates_nothing(int tag, int bits)
    {
        using var decoder = new WavDecoder();
        byte[] format = WavBytes.Format(tag, 1, bits: bits, blockAlign: bits == 4 ? 256 : 2);
        decoder.Decode(WavBytes.File([], WavBytes.Unknown, format), [], out _, out _);
        byte[] piece = new byte[4_096];
        float[] room = new float[16_384];

        int written = 0;
        Allocations.Of(() => decoder.Decode(piece, room, out _, out written)).Should().Be(0);
        written.Should().BeGreaterThan(2_000);
    }
}
