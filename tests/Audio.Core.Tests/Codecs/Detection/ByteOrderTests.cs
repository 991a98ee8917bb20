using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Core.Codecs.Pcm;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Codecs.Detection;

/// <summary>Samples of 16 bits in whichever byte order, and what is heard of them.</summary>
public sealed class ByteOrderTests
{
    private const string Unclear = "as declared: its sound shows neither order";

    /// <summary>Signals at 24 kHz that sound in one order only, and after how many frames that is certain.</summary>
    private static readonly (string Name, short[] Samples, int Within)[] Clear =
    [
        ("speech", Samples(Signal.SpeechLike(24_000, 24_000, seed: 1)), 120),
        ("overdriven speech", Samples(Signal.SpeechLike(24_000, 24_000, seed: 1, amplitude: 10)), 400),
        ("a loud tone", Samples(Signal.Sine(440, 24_000, 4_800, amplitude: 1)), 30),
        ("a low tone", Samples(Signal.Sine(50, 24_000, 4_800)), 40),
        ("a high tone at full scale", Samples(Signal.Sine(10_000, 24_000, 4_800, amplitude: 1)), 200),
        ("a sweep", Samples(Signal.Sweep(100, 11_000, 24_000, 4_800, amplitude: 0.9)), 40),
        ("very quiet noise", Samples(Signal.Noise(4_800, seed: 2, amplitude: 4.0 / 32_768)), 60),
        ("quiet noise", Samples(Signal.Noise(4_800, seed: 3, amplitude: 0.001)), 30),
        ("loud noise", Samples(Signal.Noise(4_800, seed: 4, amplitude: 0.3)), 130),
        ("clicks that ring", Rings(), 100),
        ("8 bits made 16", [.. Samples(Signal.Sine(500, 24_000, 4_800)).Select(s => (short)(s & ~0xFF))], 60),
        ("a ramp", [.. Enumerable.Range(1, 4_800).Select(i => (short)i)], 300),
    ];

    private static readonly (string Name, short[] Samples)[] Undecidable =
    [
        ("silence", new short[9_600]),
        ("noise at full scale", Samples(Signal.Noise(9_600, seed: 5, amplitude: 1))),
        ("clicks", [.. Enumerable.Range(0, 9_600).Select(i => (short)(i % 97 == 0 ? 20_000 : 0))]),
        ("a square wave", [.. Enumerable.Range(0, 9_600).Select(i => (short)(i / 20 % 2 == 0 ? 10_000 : -10_000))]),
    ];

    [Fact]
    public void What_sounds_in_one_order_only_is_heard_in_that_one()
    {
        foreach ((string name, short[] samples, int within) in Clear)
        {
            foreach (bool isLittle in new[] { false, true })
            {
                (float[] heard, string choice) = Decode(BytesOf(samples, isLittle), 24_000, 1);

                heard.Should().Equal(Pcm.ToFloat(samples), name);
                choice.Should().StartWith(isLittle ? "little-endian, by its sound, after " : "big-endian, by its");
                FramesOf(choice, 24_000).Should().BeInRange(16, within, name);
            }
        }
    }

    [Fact]
    public void What_sounds_alike_in_both_orders_is_taken_as_declared()
    {
        foreach ((string name, short[] samples) in Undecidable)
        {
            float[] expected = Pcm.ToFloat(samples);
            string after = name == "silence" ? "0" : "100";

            (float[] heard, string choice) = Decode(BytesOf(samples, isLittle: false), 24_000, 1);
            (heard, choice).Should().BeEquivalentTo((expected, $"big-endian, {Unclear}, after {after} ms of it"), name);

            (heard, choice) = Decode(BytesOf(samples, isLittle: true), 24_000, 1, SampleEncoding.PcmS16Le);
            (heard, choice)
                .Should()
                .BeEquivalentTo((expected, $"little-endian, {Unclear}, after {after} ms of it"), name);
        }
    }

    [Theory]
    [InlineData(8_000, 1), InlineData(16_000, 2), InlineData(24_000, 1), InlineData(48_000, 2), InlineData(96_000, 6)]
    public void Every_rate_and_number_of_channels_is_heard(int rate, int channels)
    {
        short[][] voices =
        [
            .. Enumerable.Range(1, channels).Select(seed => Samples(Signal.SpeechLike(rate, rate / 2, seed))),
        ];
        short[] samples = [.. Enumerable.Range(0, rate / 2 * channels).Select(i => voices[i % channels][i / channels])];
        foreach (bool isLittle in new[] { false, true })
        {
            (float[] heard, string choice) = Decode(BytesOf(samples, isLittle), rate, channels);

            heard.Should().Equal(Pcm.ToFloat(samples));
            FramesOf(choice, rate).Should().BeInRange(1, rate / 100);
        }
    }

    [Fact]
    public async Task Speech_of_espeak_is_heard_wherever_it_begins()
    {
        using var folder = new TempFolder();
        foreach (string voice in new[] { "en-us", "de+f3", "en+whisper" })
        {
            const string Text = "Susie sells sea shells, and fifty-six ships pass.";
            WaveFile spoken = await EspeakNg.SpeakAsync(Text, folder.Path, voice);
            short[] samples = Pcm.Int16(spoken.Data);
            for (int from = 0; from < samples.Length / 2; from += samples.Length / 50)
            {
                short[] part = samples[from..(from + samples.Length / 4)];
                foreach (bool isLittle in new[] { false, true })
                {
                    (float[] heard, string choice) = Decode(BytesOf(part, isLittle), spoken.SampleRate, 1);

                    heard.AsSpan().SequenceEqual(Pcm.ToFloat(part)).Should().BeTrue($"{voice} from {from}: {choice}");
                }
            }
        }
    }

    [Fact]
    public void However_the_bytes_are_cut_and_however_little_room_there_is_the_samples_are_the_same()
    {
        short[] left = [.. new short[700], .. Samples(Signal.SpeechLike(24_000, 3_000, seed: 7))];
        short[] samples = Signal.Interleave(left, [.. left.Reverse()]);
        byte[] bytes = [.. BytesOf(samples, isLittle: true), 5, 6, 7];
        float[] expected = Pcm.ToFloat(samples);
        foreach (int piece in new[] { 1, 2, 3, 7, 64, 401, 4_096, bytes.Length })
        {
            foreach (int room in new[] { 2, 10, 1_024 })
            {
                var decoder = new ByteOrderDecoder(Declared(24_000, 2));
                var run = DecoderRun.Of(decoder, bytes, piece, room);

                run.Samples.Should().Equal(expected);
                run.BytesIgnored.Should().Be(3, "three bytes of a frame never became whole");
                decoder.PendingBytes.Should().Be(0);
            }
        }
    }

    [Fact]
    public void Silence_in_front_passes_at_once_and_the_sound_as_soon_as_it_is_clear()
    {
        using var decoder = new ByteOrderDecoder(Declared(24_000, 1));
        float[] room = new float[8_000];

        decoder.Decode(new byte[8_001], room, out int taken, out int written);
        (taken, written, decoder.PendingBytes, decoder.Info).Should().Be((8_001, 4_000, 1, null));

        short[] speech = Samples(Signal.SpeechLike(24_000, 24_000, seed: 1))[1_000..];
        byte[] bytes = [0, .. BytesOf(speech, isLittle: true)];
        decoder.Decode(bytes.AsSpan(0, 21), room, out taken, out written);
        (taken, written, decoder.PendingBytes, decoder.Info, decoder.HasOutput)
            .Should()
            .Be((21, 1, 20, null, false), "ten frames do not tell");

        decoder.Decode(bytes.AsSpan(21, 300), room, out taken, out written);
        (taken, written, decoder.PendingBytes).Should().Be((300, 160, 0));
        room[..160].Should().Equal(Pcm.ToFloat(speech)[..160]);
        decoder.Info!.Choice.Should().StartWith("little-endian, by its sound, after ");
    }

    [Fact]
    public void Not_more_than_100_ms_or_64_KiB_are_held()
    {
        byte[] noise = BytesOf(Samples(Signal.Noise(200_000, seed: 5, amplitude: 1)), isLittle: false);
        float[] room = new float[200_000];
        foreach ((int rate, int channels, int most) in new[] { (24_000, 1, 4_800), (768_000, 8, 65_536), (1, 1, 2) })
        {
            using var decoder = new ByteOrderDecoder(Declared(rate, channels));
            decoder.Decode(noise.AsSpan(0, most - 1), room, out int taken, out int written);
            (taken, written, decoder.PendingBytes).Should().Be((most - 1, 0, most - 1));

            decoder.Decode(noise.AsSpan(most - 1, 1), room, out taken, out written);
            (taken, written, decoder.PendingBytes).Should().Be((1, most / 2, 0));
            decoder.Info!.Choice.Should().StartWith($"big-endian, {Unclear}");
        }
    }

    [Fact]
    public void A_short_stream_decides_at_its_end()
    {
        Decode([], 24_000, 1).Heard.Should().BeEmpty();
        Decode([7], 24_000, 1).Heard.Should().BeEmpty();
        (float[] heard, string choice) = Decode([0x01, 0x00, 0x02, 0x00, 0xFF], 24_000, 1);

        heard.Should().Equal(256 / 32_768f, 512 / 32_768f);
        choice.Should().Be($"big-endian, {Unclear}, after 0.1 ms of it");
    }

    [Fact]
    public void Once_it_is_clear_nothing_is_allocated()
    {
        using var decoder = new ByteOrderDecoder(Declared(24_000, 1));
        byte[] bytes = BytesOf(Samples(Signal.SpeechLike(24_000, 24_000, seed: 1)), isLittle: true);
        float[] room = new float[4_800];
        decoder.Decode(bytes.AsSpan(0, 9_600), room, out _, out _);

        Allocations.Of(() => decoder.Decode(bytes.AsSpan(9_600, 960), room, out _, out _)).Should().Be(0);
    }

    [Fact]
    public void Looking_for_it_allocates_nothing_for_a_frame()
    {
        var finder = new ByteOrderFinder(2);
        byte[] noise = BytesOf(Samples(Signal.Noise(4_000, seed: 5, amplitude: 1)), isLittle: false);

        Allocations
            .Of(() =>
            {
                for (int at = 0; at < noise.Length; at += 4)
                    finder.Add(noise.AsSpan(at, 4));
            })
            .Should()
            .Be(0);
        finder.IsLittleEndian.Should().BeNull();
    }

    private static (float[] Heard, string Choice) Decode(
        byte[] bytes,
        int rate,
        int channels,
        SampleEncoding declared = SampleEncoding.PcmS16Be
    )
    {
        var decoder = (ByteOrderDecoder)
            AudioDecoders.For(AudioContainer.Raw, new AudioFormat(declared, rate, channels), findsByteOrder: true);
        var run = DecoderRun.Of(decoder, bytes, Math.Max(1, Math.Min(1_000, bytes.Length)));
        run.Format.Should().Be(new DecodedFormat(rate, channels));
        return (run.Samples, decoder.Info!.Choice!);
    }

    private static AudioFormat Declared(int rate, int channels) => new(SampleEncoding.PcmS16Be, rate, channels);

    /// <summary>The frames after which a decoder was certain, to within a tenth of a millisecond.</summary>
    private static double FramesOf(string choice, int rate)
    {
        string[] words = choice.Split(' ');
        return double.Parse(words[Array.IndexOf(words, "ms") - 1], null) * rate / 1_000;
    }

    private static short[] Samples(float[] signal) => Pcm.ToInt16(signal);

    private static short[] Rings() =>
        [
            .. Enumerable
                .Range(0, 4_800)
                .Select(i => (short)(30_000 * Math.Exp(i % 400 / -30.0) * Math.Cos(i % 400 * 0.5))),
        ];

    private static byte[] BytesOf(short[] samples, bool isLittle)
    {
        byte[] bytes = Pcm.Bytes(samples);
        for (int i = 0; !isLittle && i < bytes.Length; i += 2)
            (bytes[i], bytes[i + 1]) = (bytes[i + 1], bytes[i]);
        return bytes;
    }
}
