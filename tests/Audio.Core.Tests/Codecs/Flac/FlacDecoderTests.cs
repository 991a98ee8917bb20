using Audio.Core.Codecs;
using Audio.Core.Codecs.Flac;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Files;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Flac;

/// <summary>Bit-exact beside the original and ffmpeg.</summary>
public sealed class FlacDecoderTests
{
    [Theory]
    [InlineData(8, 1, "-0")]
    [InlineData(8, 2, "-8")]
    [InlineData(16, 1, "-0")]
    [InlineData(16, 2, "-1")]
    [InlineData(16, 2, "-2")]
    [InlineData(16, 2, "-3")]
    [InlineData(16, 2, "-4")]
    [InlineData(16, 1, "-5")]
    [InlineData(16, 6, "-5")]
    [InlineData(16, 8, "-6")]
    [InlineData(16, 2, "-7")]
    [InlineData(16, 1, "-8")]
    [InlineData(24, 1, "-0")]
    [InlineData(24, 2, "-5")]
    [InlineData(24, 2, "-8")]
    [InlineData(16, 2, "-8 -p -e -l 32 --lax")]
    [InlineData(16, 1, "-b 16")]
    [InlineData(16, 1, "-b 192")]
    [InlineData(16, 2, "-b 4608")]
    [InlineData(16, 2, "-b 65535 --lax")]
    [InlineData(24, 1, "-r 0,8")]
    public async Task Samples_are_those_of_the_original_and_of_ffmpeg(int bits, int channels, string options)
    {
        WaveFile file = EncodedSound.InBits(EncodedSound.Speech(22_050, channels, 14_001), bits);
        byte[] encoded = await FlacFiles.EncodeAsync(file, options.Split(' '));

        var run = DecoderRun.Of(new FlacDecoder(), encoded);

        Assert.Equal(22_050, run.Format.SampleRate);
        Assert.Equal(channels, run.Format.Channels);
        Assert.Equal(file.Samples, run.Samples);
        Assert.Equal(await EncodedSound.FfmpegAsync(encoded, "flac"), run.Samples);
        Assert.Equal(0, run.Damaged);
    }

    [Fact]
    public async Task Real_speech_is_exact()
    {
        string path = Path.Combine(RepositoryFiles.Root, "samples", "speech-en-22k-16bit-mono.wav");
        var file = WaveFile.Read(path);
        var run = DecoderRun.Of(new FlacDecoder(), await FlacFiles.EncodeAsync(file));
        Assert.Equal(file.Samples, run.Samples);
    }

    [Fact]
    public async Task Blocks_of_varying_size_and_those_of_ffmpeg_are_exact()
    {
        WaveFile file = EncodedSound.Speech(48_000, 2, 30_000);
        byte[] encoded = await EncodedSound.EncodeAsync(file, "ffmpeg", "flac", static (from, to) =>
            ["-v", "error", "-i", from, "-frame_size", "1000", "-compression_level", "12", to]
        );
        var run = DecoderRun.Of(new FlacDecoder(), encoded);
        Assert.Equal(file.Samples, run.Samples);
    }

    [Fact]
    public async Task Noise_and_silence_and_wasted_bits_are_exact()
    {
        float[] noise = Signal.Noise(9000, seed: 3, amplitude: 0.99);
        short[] samples =
        [
            .. Pcm.ToInt16(noise),
            .. new short[9000],
            .. Pcm.ToInt16(noise).Select(static sample => (short)(sample & ~0x3F)),
            .. Enumerable.Repeat((short)-32_768, 9000),
        ];
        var file = WaveFile.FromInt16(samples, 24_000, 1);
        var run = DecoderRun.Of(new FlacDecoder(), await FlacFiles.EncodeAsync(file));
        Assert.Equal(file.Samples, run.Samples);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Pieces_and_rooms_of_every_size_give_the_same(int piece)
    {
        WaveFile file = EncodedSound.Speech(24_000, 2, 20_000);
        byte[] encoded = await FlacFiles.EncodeAsync(file);
        foreach (int room in (int[])[2, 1000, 1 << 20])
        {
            var run = DecoderRun.Of(new FlacDecoder(), encoded, piece, room);
            Assert.Equal(file.Samples, run.Samples);
        }
    }

    [Fact]
    public async Task The_speakers_are_those_of_the_channels_or_of_the_tag()
    {
        Assert.Equal(0u, (await FormatAsync(2)).Speakers);
        Assert.Equal(0x3Fu, (await FormatAsync(6)).Speakers);
        Assert.Equal(0x70Fu, (await FormatAsync(7)).Speakers);
        Assert.Equal(0x63Fu, (await FormatAsync(8)).Speakers);
        Assert.Equal(0x60Fu, (await FormatAsync(6, "-T", "WAVEFORMATEXTENSIBLE_CHANNEL_MASK=0x060F")).Speakers);

        static async Task<DecodedFormat> FormatAsync(int channels, params string[] options)
        {
            WaveFile file = EncodedSound.Speech(16_000, channels, 100);
            return DecoderRun.Of(new FlacDecoder(), await FlacFiles.EncodeAsync(file, options)).Format;
        }
    }

    [Fact]
    public async Task Title_artist_and_length_are_read_and_other_metadata_is_skipped()
    {
        WaveFile file = EncodedSound.Speech(16_000, 1, 5000);
        byte[] encoded = await FlacFiles.EncodeAsync(file, "-T", "title=Good news", "-T", "ARTIST=Ada", "-P", "300000");
        byte[] tagged = [.. "ID3\u0004\0\0\0\0\u0002\0"u8, .. new byte[256], .. encoded, .. "TAG"u8, .. new byte[125]];
        using var decoder = new FlacDecoder();
        var run = DecoderRun.Of(decoder, tagged, piece: 100);
        Assert.Equal(new SoundInfo("FLAC", "Good news", "Ada", 5000), decoder.Info);
        Assert.Equal(file.Samples, run.Samples);
        Assert.Equal(0, run.Damaged);
    }

    [Fact]
    public async Task One_stream_behind_another_is_heard_also_in_another_format()
    {
        WaveFile first = EncodedSound.Speech(24_000, 1, 9000);
        WaveFile second = EncodedSound.Speech(44_100, 2, 10_000);
        byte[] one = await FlacFiles.EncodeAsync(first);
        byte[] other = await FlacFiles.EncodeAsync(second);
        var run = DecoderRun.Of(new FlacDecoder(), [.. one, .. one, .. other, .. one], piece: 333);
        Assert.Equal([24_000, 44_100, 24_000], run.Parts.Select(static part => part.Format.SampleRate));
        Assert.Equal([.. first.Samples, .. first.Samples], run.Parts[0].Samples);
        Assert.Equal(second.Samples, run.Parts[1].Samples);
        Assert.Equal(first.Samples, run.Parts[2].Samples);
        Assert.Equal(0, run.Damaged);
    }

    [Fact]
    public async Task A_frame_is_heard_as_soon_as_it_is_whole()
    {
        byte[] encoded = await FlacFiles.EncodeAsync(EncodedSound.Speech(24_000, 1, 20_000));
        List<int> frames = FlacFiles.Frames(encoded);
        using var decoder = new FlacDecoder();
        float[] room = new float[8192];
        Assert.Equal(0, Feed(encoded.AsSpan(0, frames[1] - 1)));
        Assert.Equal(frames[1] - 1 - frames[0], decoder.PendingBytes);
        Assert.Equal(4096, Feed(encoded.AsSpan(frames[1] - 1, 1)));
        Assert.Equal(0, decoder.PendingBytes);

        int Feed(ReadOnlySpan<byte> bytes)
        {
            int samples = 0;
            while (!bytes.IsEmpty)
            {
                decoder.Decode(bytes, room, out int taken, out int written);
                bytes = bytes[taken..];
                samples += written;
            }
            return samples;
        }
    }

    [Fact]
    public async Task A_frame_allocates_nothing()
    {
        WaveFile file = EncodedSound.Speech(24_000, 2, 24_000);
        byte[] encoded = await FlacFiles.EncodeAsync(file);
        int start = FlacFiles.Frames(encoded)[0];
        using var decoder = new FlacDecoder();
        float[] room = new float[2 * 24_000];
        decoder.Decode(encoded.AsSpan(0, start), [], out int taken, out _);
        decoder.Decode(encoded.AsSpan(taken, start - taken), room, out _, out _);
        long bytes = Allocations.Of(() => decoder.Decode(encoded.AsSpan(start), room, out _, out _));
        Assert.Equal(0, bytes);
        Assert.Equal(file.Samples, room);
    }

    [Fact]
    public void What_is_no_FLAC_is_refused()
    {
        byte[] noise = new byte[100_000];
        new Random(2).NextBytes(noise);
        foreach (
            byte[] stream in (byte[][])
                [
                    [],
                    [0x66],
                    noise,
                    [.. "fLaC"u8],
                    [.. "fLaC"u8, .. noise],
                ]
        )
        {
            ProtocolException refused = Assert.Throws<ProtocolException>(() =>
                DecoderRun.Of(new FlacDecoder(), stream)
            );
            Assert.Equal(ProtocolErrorCode.Malformed, refused.Code);
        }
    }
}
