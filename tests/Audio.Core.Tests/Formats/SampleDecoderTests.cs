using System.Buffers.Binary;
using Audio.Core.Formats;
using Audio.Protocol;
using Audio.Testing;
using CsCheck;

namespace Audio.Core.Tests.Formats;

public sealed class SampleDecoderTests
{
    private static readonly Gen<AudioFormat> Formats = Gen.Select(
        Gen.Enum<SampleEncoding>(),
        Gen.OneOf(1, 2, 6),
        (encoding, channels) => new AudioFormat(encoding, 48_000, channels)
    );

    [Theory]
    [InlineData(SampleEncoding.PcmU8, "00 40 80 C0 FF", new[] { -1f, -0.5f, 0f, 0.5f, 127 / 128f })]
    [InlineData(
        SampleEncoding.PcmS16Le,
        "00 80 00 C0 00 00 01 00 FF 7F",
        new[] { -1f, -0.5f, 0f, 1 / 32768f, 32767 / 32768f }
    )]
    [InlineData(
        SampleEncoding.PcmS16Be,
        "80 00 C0 00 00 00 00 01 7F FF",
        new[] { -1f, -0.5f, 0f, 1 / 32768f, 32767 / 32768f }
    )]
    [InlineData(
        SampleEncoding.PcmS24Be,
        "80 00 00 C0 00 00 00 00 00 00 00 01 7F FF FF",
        new[] { -1f, -0.5f, 0f, 1 / 8388608f, 8388607 / 8388608f }
    )]
    [InlineData(
        SampleEncoding.PcmS32Be,
        "80 00 00 00 C0 00 00 00 00 00 00 00 00 00 00 01 40 00 00 00",
        new[] { -1f, -0.5f, 0f, 1 / 2147483648f, 0.5f }
    )]
    [InlineData(
        SampleEncoding.ALaw,
        "D5 55 AA 2A 80",
        new[] { 1 / 4096f, -1 / 4096f, 4032 / 4096f, -4032 / 4096f, 688 / 4096f }
    )]
    [InlineData(SampleEncoding.MuLaw, "FF 7F 80 00 EF", new[] { 0f, 0f, 8031 / 8192f, -8031 / 8192f, 33 / 8192f })]
    [InlineData(
        SampleEncoding.PcmS24Le,
        "00 00 80 00 00 C0 00 00 00 01 00 00 FF FF 7F",
        new[] { -1f, -0.5f, 0f, 1 / 8388608f, 8388607 / 8388608f }
    )]
    [InlineData(
        SampleEncoding.PcmS32Le,
        "00 00 00 80 00 00 00 C0 00 00 00 00 01 00 00 00 00 00 00 40",
        new[] { -1f, -0.5f, 0f, 1 / 2147483648f, 0.5f }
    )]
    [InlineData(SampleEncoding.Float32Le, "00 00 80 BF 00 00 00 3F 00 00 00 00", new[] { -1f, 0.5f, 0f })]
    [InlineData(SampleEncoding.Float64Le, "00 00 00 00 00 00 F0 BF 00 00 00 00 00 00 E0 3F", new[] { -1f, 0.5f })]
    public void Decode_known_bytes_scales_exactly(SampleEncoding encoding, string hex, float[] expected)
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", ""));
        Decode(new AudioFormat(encoding, 48_000, 1), bytes).Should().Equal(expected);
    }

    [Theory]
    [InlineData(float.NaN, 0f), InlineData(float.PositiveInfinity, 0f), InlineData(float.NegativeInfinity, 0f)]
    [
        InlineData(1e30f, 64f),
        InlineData(-1e30f, -64f),
        InlineData(64f, 64f),
        InlineData(-1.5f, -1.5f),
        InlineData(1e-40f, 1e-40f)
    ]
    public void Decode_floats_that_could_spoil_the_mix_are_tamed(float sample, float expected)
    {
        // Twenty of them, so that the vector and the scalar way are both taken.
        byte[] singles = new byte[20 * 4];
        byte[] doubles = new byte[20 * 8];
        for (int i = 0; i < 20; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(singles.AsSpan(4 * i), sample);
            BinaryPrimitives.WriteDoubleLittleEndian(doubles.AsSpan(8 * i), sample);
        }

        Decode(new AudioFormat(SampleEncoding.Float32Le, 48_000, 1), singles)
            .Should()
            .HaveCount(20)
            .And.OnlyContain(x => x == expected);
        Decode(new AudioFormat(SampleEncoding.Float64Le, 48_000, 1), doubles)
            .Should()
            .HaveCount(20)
            .And.OnlyContain(x => x == expected);
    }

    [Theory]
    [
        InlineData(1e300, 64f),
        InlineData(-1e300, -64f),
        InlineData(double.NaN, 0f),
        InlineData(double.NegativeInfinity, 0f)
    ]
    public void Decode_doubles_beyond_any_float_are_tamed_before_they_are_narrowed(double sample, float expected)
    {
        byte[] bytes = new byte[20 * 8];
        for (int i = 0; i < 20; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), sample);
        Decode(new AudioFormat(SampleEncoding.Float64Le, 48_000, 1), bytes).Should().OnlyContain(x => x == expected);
    }

    [Fact]
    public void Every_16_bit_sample_is_exact()
    {
        byte[] bytes = new byte[2 * 65_536];
        for (int i = 0; i < 65_536; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)(i - 32_768));
        Decode(AudioFormat.Pcm16(48_000, 1), bytes)
            .Should()
            .Equal(Enumerable.Range(-32_768, 65_536).Select(x => x / 32_768f));
    }

    [Fact]
    public void Every_big_endian_16_bit_sample_is_exact()
    {
        byte[] bytes = new byte[2 * 65_536];
        for (int i = 0; i < 65_536; i++)
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(2 * i), (short)(i - 32_768));
        Decode(new AudioFormat(SampleEncoding.PcmS16Be, 48_000, 1), bytes)
            .Should()
            .Equal(Enumerable.Range(-32_768, 65_536).Select(x => x / 32_768f));
    }

    [Fact]
    public void Decode_long_and_one_by_one_give_the_same_bits() =>
        Gen.Select(Gen.Enum<SampleEncoding>(), Gen.Byte.Array[0, 700])
            .Sample(
                (encoding, bytes) =>
                {
                    int size = new AudioFormat(encoding, 48_000, 1).BytesPerSample;
                    float[] whole = new float[bytes.Length / size];
                    SampleConversion.ToFloat(encoding, bytes.AsSpan(0, whole.Length * size), whole);
                    float[] single = new float[whole.Length];
                    for (int i = 0; i < single.Length; i++)
                        SampleConversion.ToFloat(encoding, bytes.AsSpan(i * size, size), single.AsSpan(i, 1));
                    Bits(whole).Should().Equal(Bits(single));
                }
            );

    [Fact]
    public void Wherever_the_bytes_are_cut_the_floats_are_the_same() =>
        Gen.Select(Formats, Gen.Byte.Array[0, 500], Gen.Int[1, 40], Gen.Int[0, 9], Gen.UInt)
            .Sample(
                (format, bytes, byteCut, frameCut, seed) =>
                {
                    float[] whole = Decode(format, bytes);
                    var random = new Random((int)(seed & 0x7FFF_FFFF));
                    var decoder = new SampleDecoder(format);
                    var floats = new List<float>();
                    ReadOnlySpan<byte> rest = bytes;
                    while (!rest.IsEmpty)
                    {
                        int offered = Math.Min(rest.Length, random.Next(byteCut + 1));
                        float[] room = new float[
                            random.Next(frameCut + 1) * format.Channels + random.Next(format.Channels)
                        ];
                        if (frameCut == 0)
                            room = new float[format.Channels];
                        decoder.Decode(rest[..offered], room, out int consumed, out int written);
                        (consumed == offered || room.Length - written < format.Channels)
                            .Should()
                            .BeTrue("it stops only for want of bytes or of room");
                        (written % format.Channels).Should().Be(0);
                        floats.AddRange(room[..written]);
                        rest = rest[consumed..];
                    }

                    Bits([.. floats]).Should().Equal(Bits(whole));
                    decoder.PendingBytes.Should().Be(bytes.Length % format.BytesPerFrame);
                },
                iter: 2_000
            );

    [Fact]
    public void Fifteen_bytes_of_16_bit_mono_are_seven_samples_and_one_byte_that_waits()
    {
        var decoder = new SampleDecoder(AudioFormat.Pcm16(24_000, 1));
        float[] samples = new float[16];
        decoder.Decode(new byte[15], samples, out int consumed, out int written);
        (consumed, written, decoder.PendingBytes).Should().Be((15, 7, 1));
        decoder.Decode([0x40], samples, out consumed, out written);
        (consumed, written, decoder.PendingBytes, samples[0]).Should().Be((1, 1, 0, 0.5f));
    }

    [Fact]
    public void Decode_no_room_for_the_cut_frame_takes_nothing()
    {
        var decoder = new SampleDecoder(AudioFormat.Pcm16(24_000, 2));
        decoder.Decode([1, 2, 3], [], out int consumed, out int written);
        (consumed, written, decoder.PendingBytes).Should().Be((3, 0, 3));
        decoder.Decode([4, 5], new float[1], out consumed, out written);
        (consumed, written, decoder.PendingBytes).Should().Be((0, 0, 3));
    }

    [Fact]
    public void Decode_in_steady_state_allocates_nothing()
    {
        byte[] bytes = new byte[1_001];
        float[] samples = new float[2_000];
        foreach (SampleEncoding encoding in Enum.GetValues<SampleEncoding>())
        {
            var decoder = new SampleDecoder(new AudioFormat(encoding, 48_000, 2));
            decoder.Decode(bytes, samples, out _, out _);
            Allocations
                .Of(() =>
                {
                    for (int i = 0; i < 50; i++)
                        decoder.Decode(bytes, samples, out _, out _);
                })
                .Should()
                .Be(0);
        }
    }

    [Theory]
    [
        InlineData(SampleEncoding.PcmS16Le, 48_000, 9),
        InlineData(SampleEncoding.PcmS16Le, 0, 1),
        InlineData((SampleEncoding)99, 48_000, 1)
    ]
    public void A_format_that_cannot_be_played_is_refused(SampleEncoding encoding, int rate, int channels) =>
        FluentActions
            .Invoking(() => new SampleDecoder(new AudioFormat(encoding, rate, channels)))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*cannot be played.*");

    private static float[] Decode(AudioFormat format, byte[] bytes)
    {
        float[] samples = new float[bytes.Length / format.BytesPerFrame * format.Channels];
        new SampleDecoder(format).Decode(bytes, samples, out int consumed, out int written);
        consumed.Should().Be(bytes.Length);
        written.Should().Be(samples.Length);
        return samples;
    }

    private static int[] Bits(float[] samples) => [.. samples.Select(BitConverter.SingleToInt32Bits)];
}
