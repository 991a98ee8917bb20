using System.Text;
using Audio.Core.Codecs;
using Audio.Core.Codecs.Wav;
using Audio.Protocol;

namespace Audio.Core.Tests.Codecs.Wav;

/// <summary>Where the samples begin and end in a stream, whatever stands around them.</summary>
public sealed class WavStreamTests
{
    private const int Frames = 500;

    private static readonly byte[] First = WavBytes.Tone(Frames);
    private static readonly byte[] Second = WavBytes.Tone(Frames, from: 9_000);
    private static readonly byte[] List = WavBytes.Info("ISFT", "Lavf59.27.100");

    public static TheoryData<uint> UnknownSizes =>
        [
            0,
            0xFFFF_FFFF,
            0xFFFF_FFFF - 36,
            0xFFFF_F000,
            0x8000_0000,
            0x7FFF_FFFF,
            0x7FFF_FFFF - 36,
            0x7FFF_F024,
            0x7FFF_F000,
            2_000_000_000,
            2_000_000_000 - 36,
        ];

    public static TheoryData<string, byte[]> Trailers =>
        new()
        {
            { "a list", List },
            { "labels", WavBytes.Chunk("LIST", [.. "adtl"u8, .. WavBytes.Chunk("labl", [1, 0, 0, 0, 65, 0])]) },
            { "an ID3 chunk", WavBytes.Chunk("id3 ", [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 4, 77, 77, 77, 77]) },
            { "an ID3 tag", [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 4, 77, 77, 77, 77] },
            { "cues", WavBytes.Chunk("cue ", new byte[28]) },
            { "peaks", WavBytes.Chunk("PEAK", new byte[16]) },
            { "a broadcast extension", WavBytes.Chunk("bext", [.. Enumerable.Repeat((byte)77, 602)]) },
            { "XMP", WavBytes.Chunk("_PMX", [.. "<x:xmpmeta>"u8, 32]) },
            { "several", [.. List, .. WavBytes.Chunk("fact", new byte[4]), .. WavBytes.Chunk("smpl", new byte[36])] },
            { "an odd one", [.. WavBytes.Chunk("LIST", [.. "INFOISFTxxxxabc"u8]), 0] },
            { "an odd one without padding", WavBytes.Chunk("LIST", [.. "INFOISFTxxxxabc"u8]) },
        };

    [Theory]
    [MemberData(nameof(UnknownSizes))]
    public void A_size_that_nobody_knew_is_the_end_of_the_stream(uint size)
    {
        DecoderRun run = WavRuns.Of([.. WavBytes.File(First, size), .. List]);

        run.Samples.Should().Equal(WavBytes.Samples(First));
        Info(WavBytes.File(First, size)).Frames.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Trailers))]
    public void Chunks_behind_the_samples_are_silent_and_another_file_is_heard(string name, byte[] trailer)
    {
        float[] expected = [.. WavBytes.Samples(First), .. WavBytes.Samples(Second)];
        foreach (uint? size in (ReadOnlySpan<uint?>)[null, 0, WavBytes.Unknown, 0x7FFF_F000])
        {
            DecoderRun run = WavRuns.Of([
                .. WavBytes.File(First, size, after: trailer),
                .. WavBytes.File(Second, size),
            ]);

            run.Samples.Should().Equal(expected, $"{name} behind {size}");
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4_000)]
    public void What_follows_too_small_a_size_is_sound(int missing)
    {
        byte[] data = WavBytes.Tone(5_000);
        byte[] file = WavBytes.File(data, (uint)(data.Length - missing), after: [.. List]);

        DecoderRun run = WavRuns.Of([.. file, .. WavBytes.File(Second)]);

        run.Samples.Should().Equal([.. WavBytes.Samples(data), .. WavBytes.Samples(Second)]);
        Info([.. WavBytes.File(data, (uint)(data.Length - missing))]).Frames.Should().BeNull();
    }

    [Fact]
    public void Sound_without_a_header_goes_on_behind_a_file()
    {
        DecoderRun run = WavRuns.Of([.. WavBytes.File(First, after: List), .. Second]);

        run.Samples.Should().Equal([.. WavBytes.Samples(First), .. WavBytes.Samples(Second)]);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(3), InlineData(17)]
    public void Another_header_ends_samples_at_any_byte(int cut)
    {
        byte[] spliced = [.. WavBytes.File(First, WavBytes.Unknown)[..^cut], .. WavBytes.File(Second)];
        byte[] promised = [.. WavBytes.File(First)[..^cut], .. WavBytes.File(Second)];
        float[] expected = [.. WavBytes.Samples(First.AsSpan(0, First.Length - cut)), .. WavBytes.Samples(Second)];

        WavRuns.Of(spliced).Samples.Should().Equal(expected);
        WavRuns.Of(promised).Samples.Should().Equal(expected, "a file was cut, and another one follows");
    }

    [Fact]
    public void Five_files_of_different_formats_are_heard_in_order()
    {
        byte[] stereo = WavBytes.Format(channels: 2, rate: 16_000);
        byte[] bytes =
        [
            .. WavBytes.File(First),
            .. WavBytes.File(Second, WavBytes.Unknown, stereo),
            .. WavBytes.File(First, 0, after: List),
            .. WavBytes.File([.. Enumerable.Repeat((byte)200, 99)], format: WavBytes.Format(bits: 8)),
            .. WavBytes.File(Second, form: "RIFF"),
        ];

        DecoderRun run = WavRuns.Of(bytes);

        run.Parts.Select(static part => part.Format)
            .Should()
            .Equal(new DecodedFormat(8_000, 1), new(16_000, 2), new(8_000, 1));
        run.Parts[0].Samples.Should().Equal(WavBytes.Samples(First));
        run.Parts[1].Samples.Should().Equal(WavBytes.Samples(Second));
        run.Parts[2]
            .Samples.Should()
            .Equal([.. WavBytes.Samples(First), .. Enumerable.Repeat(72 / 128f, 99), .. WavBytes.Samples(Second)]);
    }

    [Fact]
    public void Big_endian_and_long_files_are_read()
    {
        byte[] swapped = [.. First.Chunk(2).SelectMany(static pair => (byte[])[pair[1], pair[0]])];
        byte[] sizes = WavBytes.Chunk(
            "ds64",
            [.. new byte[8], .. BitConverter.GetBytes((long)First.Length), .. new byte[12]]
        );

        byte[] rifx = WavBytes.File(
            swapped,
            form: "RIFX",
            after: WavBytes.Chunk("LIST", [.. "INFO"u8], isBigEndian: true)
        );
        byte[] bw64 = WavBytes.File(First, WavBytes.Unknown, before: sizes, after: List, form: "BW64");

        WavRuns
            .Of([.. rifx, .. bw64, .. rifx])
            .Samples.Should()
            .Equal([.. WavBytes.Samples(First), .. WavBytes.Samples(First), .. WavBytes.Samples(First)]);
        Info(bw64).Frames.Should().Be(Frames);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(1_001), InlineData(300_001)]
    public void Chunks_of_any_size_pass_before_the_samples(int length)
    {
        byte[] junk = WavBytes.Chunk("JUNK", new byte[length]);
        byte[] padded = [.. junk, .. new byte[length & 1]];

        DecoderRun run = WavRuns.Of([.. WavBytes.File(First, before: junk), .. WavBytes.File(Second, before: padded)]);

        run.Samples.Should().Equal([.. WavBytes.Samples(First), .. WavBytes.Samples(Second)]);
    }

    [Theory]
    [InlineData("\uFEFF"), InlineData("\r\n\r\n"), InlineData("\uFEFF\n")]
    public void A_byte_order_mark_and_blank_lines_in_front_are_no_sound(string blanks)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(blanks), .. WavBytes.File(First)];

        WavRuns.Of(bytes).Samples.Should().Equal(WavBytes.Samples(First));
        WavRuns.Of(bytes, AudioFormat.Pcm16(48_000)).Format.Should().Be(new DecodedFormat(8_000, 1));
        WavRuns
            .Of([.. bytes, .. bytes, .. "\r\n"u8])
            .Samples.Should()
            .Equal([.. WavBytes.Samples(First), .. WavBytes.Samples(First)], "every file may have them");
    }

    [Fact]
    public void Samples_without_a_header_have_the_declared_format_until_a_header_says_otherwise()
    {
        var declared = AudioFormat.Pcm16(48_000);

        DecoderRun run = WavRuns.Of([.. First, .. WavBytes.File(Second)], declared);

        run.Parts.Select(static part => part.Format).Should().Equal(new DecodedFormat(48_000, 1), new(8_000, 1));
        run.Parts[0].Samples.Should().Equal(WavBytes.Samples(First));
        run.Parts[1].Samples.Should().Equal(WavBytes.Samples(Second));
        WavRuns.Of([.. "RI"u8], declared).Samples.Should().Equal(WavBytes.Samples("RI"u8));
        WavRuns.Of([], declared).Samples.Should().BeEmpty();
    }

    [Fact]
    public void Nothing_waits_that_cannot_begin_a_header()
    {
        using var decoder = new WavDecoder();
        decoder.Decode(WavBytes.File([], WavBytes.Unknown), [], out _, out _);
        float[] room = new float[16];

        decoder.Decode([1, 2, 3, 4, (byte)'R', (byte)'I'], room, out int consumed, out int written);

        (consumed, written, decoder.PendingBytes).Should().Be((6, 2, 2), "two bytes may begin a header");
        decoder.Decode([9, 9], room, out consumed, out written);
        (consumed, written, decoder.PendingBytes).Should().Be((2, 2, 0));
    }

    [Fact]
    public void A_file_says_its_length_its_title_and_its_artist()
    {
        byte[] texts = [.. WavBytes.Info("INAM", "Grüße\0\u0001"), .. WavBytes.Info("IART", "Sprecherin")];

        Info(WavBytes.File(First, before: texts)).Should().Be(new SoundInfo("WAV", "Grüße", "Sprecherin", Frames));
        Info(WavBytes.File(First, before: WavBytes.Info("INAM", new string('x', 5_000))))
            .Title.Should()
            .Be(new string('x', 200));
        Info([.. WavBytes.File(First), .. WavBytes.File(First)]).Frames.Should().BeNull("there may be more files");
    }

    [Fact]
    public void A_second_file_that_cannot_be_played_is_passed_over_and_counted()
    {
        byte[] strange = WavBytes.File(Second, format: WavBytes.Format(tag: 0x31));

        DecoderRun run = WavRuns.Of([.. WavBytes.File(First), .. strange, .. WavBytes.File(Second)]);

        run.Samples.Should().Equal([.. WavBytes.Samples(First), .. WavBytes.Samples(Second)]);
        run.Damaged.Should().Be(1);
    }

    private static SoundInfo Info(byte[] bytes)
    {
        var decoder = new WavDecoder();
        DecoderRun.Of(decoder, bytes);
        return decoder.Info!;
    }
}
