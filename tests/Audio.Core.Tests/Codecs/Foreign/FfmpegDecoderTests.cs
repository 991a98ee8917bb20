using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Core.Codecs.Foreign;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Foreign;

/// <summary>A process of FFmpeg decodes what is not decoded here, sample for sample as it decodes files.</summary>
public sealed class FfmpegDecoderTests
{
    /// <summary>More than all buffers on the way hold.</summary>
    private static readonly WaveFile Sound = EncodedSound.Speech(24_000, channels: 2, frames: 20 * 24_000);

    [Theory]
    [InlineData("aac", "AAC", 4_096)]
    [InlineData("m4a", "MP4", 777)] // the index at the end
    [InlineData("m4a", "MP4", int.MaxValue, "-movflags", "+faststart")]
    [InlineData("m4a", "MP4", 4_096, "-movflags", "+frag_keyframe+empty_moov+default_base_moof")]
    [InlineData("aiff", "AIFF", 65_536)]
    [InlineData("caf", "CAF", 65_536)]
    [InlineData("au", "AU", 65_536)]
    [InlineData("wv", "WavPack", 65_536)]
    [InlineData("wma", "Windows Media", 4_096)]
    [InlineData("webm", "Matroska", 4_096, "-c:a", "libopus")]
    public async Task It_decodes_as_FFmpeg_does(string extension, string codec, int piece, params string[] options)
    {
        byte[] encoded = await EncodeAsync(extension, options);
        float[] expected = await EncodedSound.FfmpegAsync(encoded, extension);
        IAudioDecoder decoder = Decoder(new Ffmpeg("auto", isForAnyone: false, TimeProvider.System));

        DecoderRun run = await ForeignRun.OfAsync(decoder, encoded, piece);

        decoder.Info!.Codec.Should().Be(codec);
        run.Format.Channels.Should().Be(2);
        run.Samples.Should().Equal(expected);
        (run.Damaged, run.BytesIgnored).Should().Be((0, 0));
    }

    [Fact]
    public async Task Damaged_frames_are_counted_and_the_rest_is_heard()
    {
        byte[] encoded = await EncodeAsync("aac");
        var random = new Random(16);
        for (int i = 0; i < 40; i++)
            encoded[random.Next(2_000, encoded.Length)] ^= (byte)(1 << random.Next(8));

        DecoderRun run = await ForeignRun.OfAsync(
            Decoder(new Ffmpeg("auto", isForAnyone: false, TimeProvider.System)),
            encoded,
            piece: 4_096
        );

        run.Damaged.Should().BePositive();
        run.Samples.Length.Should().BeGreaterThan(2 * 10 * 24_000);
    }

    [Fact]
    public async Task A_file_that_is_cut_is_heard_as_far_as_it_goes()
    {
        byte[] encoded = await EncodeAsync("m4a", "-movflags", "+faststart");

        DecoderRun run = await ForeignRun.OfAsync(
            Decoder(new Ffmpeg("auto", isForAnyone: false, TimeProvider.System)),
            encoded.AsMemory(0, encoded.Length / 2),
            piece: 4_096
        );

        run.Samples.Length.Should().BeInRange(2 * 8 * 24_000, 2 * 12 * 24_000);
        run.Damaged.Should().BePositive();
    }

    [Fact]
    public async Task What_FFmpeg_cannot_decode_is_refused_in_its_words()
    {
        byte[] encoded = await EncodeAsync("m4a", "-movflags", "+faststart");
        new Random(1).NextBytes(encoded.AsSpan(30));

        (
            await FluentActions
                .Awaiting(() =>
                    ForeignRun.OfAsync(
                        Decoder(new Ffmpeg("auto", isForAnyone: false, TimeProvider.System)),
                        encoded,
                        piece: 4_096
                    )
                )
                .Should()
                .ThrowAsync<ProtocolException>()
                .WithMessage("It is an MP4 file (M4A, AAC), but ffmpeg cannot decode it: *Invalid data*.")
        )
            .Which.Code.Should()
            .Be(ProtocolErrorCode.Malformed);
    }

    [Fact]
    public void Without_FFmpeg_the_answer_says_what_to_do()
    {
        Refusal(new Ffmpeg("none", isForAnyone: false, TimeProvider.System))
            .Should()
            .Be("It is an AAC stream (ADTS), which is not played; send WAV, MP3, FLAC or Ogg (Opus, Vorbis, FLAC).");
        Refusal(new Ffmpeg("/nowhere/ffmpeg", isForAnyone: false, TimeProvider.System))
            .Should()
            .Be(
                "It is an AAC stream (ADTS), which needs ffmpeg, and there is no program at /nowhere/ffmpeg "
                    + "(--ffmpeg): install it, or send WAV, MP3, FLAC or Ogg (Opus, Vorbis, FLAC)."
            );
    }

    [Fact]
    public void Other_users_have_it_only_where_that_is_allowed()
    {
        Refusal(new Ffmpeg("auto", isForAnyone: false, TimeProvider.System), isOwnUser: false)
            .Should()
            .Be(
                "It is an AAC stream (ADTS), which needs ffmpeg. The daemon starts it for its own user only: send WAV, "
                    + "MP3, FLAC or Ogg (Opus, Vorbis, FLAC), or start the daemon with --ffmpeg-for anyone."
            );
        Refusal(new Ffmpeg("auto", isForAnyone: true, TimeProvider.System), isOwnUser: false).Should().BeNull();
        Refusal(new Ffmpeg("auto", isForAnyone: false, TimeProvider.System), isOwnUser: true).Should().BeNull();
    }

    /// <summary>The whole stream is taken for the refusal of a format, before any program is started.</summary>
    private static string? Refusal(Ffmpeg ffmpeg, bool isOwnUser = true)
    {
        byte[] frame = [0xFF, 0xF1, 0x50, 0x80, 0x01, 0xFF, 0xFC, 0x21];
        try
        {
            StreamStart.IsKnown(frame, isWhole: false, new ForeignDecoders(ffmpeg, () => isOwnUser)).Should().BeTrue();
            return null;
        }
        catch (ProtocolException e)
        {
            e.Code.Should().Be(ProtocolErrorCode.Unsupported);
            return e.Message;
        }
    }

    private static IAudioDecoder Decoder(Ffmpeg ffmpeg) =>
        AudioDecoders.For(AudioContainer.Auto, declared: null, foreign: new ForeignDecoders(ffmpeg));

    private static Task<byte[]> EncodeAsync(string extension, params string[] options) =>
        EncodedSound.EncodeAsync(Sound, "ffmpeg", extension, (from, to) =>
            ["-v", "error", "-nostdin", "-i", from, .. options, to]
        );
}
