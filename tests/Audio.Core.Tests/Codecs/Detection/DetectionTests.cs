using System.Text;
using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Core.Codecs.Foreign;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Detection;

/// <summary>The decoder is chosen by the first bytes, and text or other formats are refused in words.</summary>
public sealed class DetectionTests
{
    private static readonly short[] Sound = Pcm.ToInt16(Signal.SpeechLike(24_000, 12_000, seed: 161));
    private static readonly byte[] Wav = WaveFile.FromInt16(Sound, 24_000, 1).ToBytes();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(int.MaxValue)]
    public void A_WAV_stream_is_found_in_pieces_of_any_size(int piece)
    {
        DecoderRun run = Run(Wav, declared: null, piece);
        run.Format.SampleRate.Should().Be(24_000);
        run.Samples.Should().Equal(Pcm.ToFloat(Sound));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public void A_tag_in_front_is_skipped_whatever_its_size(int piece)
    {
        byte[] tag = Tag(70_000);
        DecoderRun run = Run([.. tag, .. Tag(3), .. Wav], declared: null, piece);
        run.Samples.Should().Equal(Pcm.ToFloat(Sound));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public void A_tag_in_front_says_title_and_artist_up_to_64_KiB_of_it(int piece)
    {
        byte[] picture = Frame("APIC", new byte[60_000]);
        byte[] large = Frame("APIC", new byte[70_000]);
        byte[] words = [.. Frame("TIT2", "\u0003Word"u8), .. Frame("TPE1", "\u0003Voice"u8)];

        InfoOf([.. Tag(0, [.. words, .. large]), .. Wav], piece).Should().Be(("Word", "Voice", "Voice: Word"));
        InfoOf([.. Tag(0, [.. picture, .. words]), .. Wav], piece).Should().Be(("Word", "Voice", "Voice: Word"));
        InfoOf([.. Tag(0, [.. large, .. words]), .. Wav], piece).Should().Be((null, null, null));
        InfoOf([.. Tag(0, Frame("TIT2", "\u0003One"u8)), .. Tag(0, words), .. Wav], piece)
            .Should()
            .Be(("Word", "Voice", "Voice: Word"), "the last one counts");
        InfoOf([.. Tag(9), .. Wav], piece).Should().Be((null, null, null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public void Samples_of_a_declared_format_are_played_as_they_are(int piece)
    {
        DecoderRun run = Run(Pcm.Bytes(Sound), AudioFormat.Pcm16(24_000), piece);
        run.Samples.Should().Equal(Pcm.ToFloat(Sound));
    }

    /// <summary>0xFF 0xFB is a header of MPEG audio, and a sample of -1,025.</summary>
    [Fact]
    public void Samples_that_look_like_one_MPEG_header_are_samples()
    {
        short[] samples = [-1_025, 100, .. Sound];
        DecoderRun run = Run(Pcm.Bytes(samples), AudioFormat.Pcm16(24_000), piece: 100);
        run.Samples.Should().Equal(Pcm.ToFloat(samples));
    }

    [Theory]
    [InlineData("""{"error":{"code":429,"message":"Zu viele Anfragen für heute"}}""", "JSON text")]
    [InlineData("  [1, 2, 3]", "JSON text")]
    [InlineData("\uFEFF<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>", "HTML or XML text")]
    [InlineData("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "HTML or XML text")]
    [InlineData("\0\0\0\u0020ftypM4A \0\0\0\0", "an MP4 file (M4A, AAC)")]
    [InlineData("FORM\0\0\0\0AIFF", "an AIFF file")]
    public void Text_and_foreign_formats_are_refused_in_words_with_and_without_a_declared_format(
        string start,
        string name
    )
    {
        foreach (AudioFormat? declared in new AudioFormat?[] { null, AudioFormat.Pcm16(24_000) })
        {
            foreach (int piece in new[] { 1, 4096 })
            {
                FluentActions
                    .Invoking(() => Run(Encoding.UTF8.GetBytes(start), declared, piece))
                    .Should()
                    .Throw<ProtocolException>()
                    .WithMessage($"It is {name}, which is not played; send WAV, MP3, FLAC or Ogg (Opus, Vorbis, FLAC).")
                    .Which.Code.Should()
                    .Be(ProtocolErrorCode.Unsupported);
            }
        }
    }

    [Fact]
    public void What_nobody_knows_is_refused_with_its_first_bytes()
    {
        FluentActions
            .Invoking(() => Run([0x12, 0x34, .. new byte[20_000]], declared: null))
            .Should()
            .Throw<ProtocolException>()
            .WithMessage(
                "It is in no known sound format: it begins with the bytes 12 34 00 00 00 00 00 00. "
                    + "Send WAV, MP3, FLAC or Ogg (Opus, Vorbis, FLAC), or declare the format of raw samples."
            );
    }

    [Fact]
    public void A_stream_without_anything_has_no_sound_and_no_format()
    {
        Run([], declared: null).Parts.Should().BeEmpty();
    }

    [Fact]
    public void A_tag_without_sound_is_refused_in_words()
    {
        FluentActions
            .Invoking(() => Run(Tag(100), declared: null))
            .Should()
            .Throw<ProtocolException>()
            .WithMessage("There is no sound behind its ID3 tag; send WAV, MP3, FLAC or Ogg (Opus, Vorbis, FLAC).");
    }

    [Theory]
    [InlineData("RIFF", true)]
    [InlineData("RIF", false)]
    [InlineData("OggS", true)]
    [InlineData("fLaC", true)]
    [InlineData("ID3", false)]
    [InlineData("{\"a\":", false)]
    [InlineData("", false)]
    public void The_start_of_a_body_is_judged_as_far_as_it_goes(string start, bool isKnown)
    {
        StreamStart.IsKnown(Encoding.UTF8.GetBytes(start), isWhole: false, ForeignDecoders.None).Should().Be(isKnown);
    }

    private static DecoderRun Run(byte[] bytes, AudioFormat? declared, int piece = 4096) =>
        DecoderRun.Of(AudioDecoders.For(AudioContainer.Auto, declared), bytes, Math.Min(piece, bytes.Length));

    private static (string? Title, string? Artist, string? Label) InfoOf(byte[] bytes, int piece)
    {
        using IAudioDecoder decoder = AudioDecoders.For(AudioContainer.Auto, declared: null);
        float[] samples = new float[4_096];
        foreach (byte[] part in bytes[..^(2 * Sound.Length - 100)].Chunk(piece))
        {
            ReadOnlySpan<byte> rest = part;
            while (!rest.IsEmpty)
            {
                decoder.Decode(rest, decoder.Format is null ? [] : samples, out int taken, out _);
                rest = rest[taken..];
            }
        }

        decoder.Info!.Codec.Should().Be("WAV");
        return (decoder.Info.Title, decoder.Info.Artist, decoder.Info.Label);
    }

    /// <summary>An ID3v2.4 tag.</summary>
    /// <param name="padding">Zeros behind its frames.</param>
    /// <param name="frames">What it says.</param>
    private static byte[] Tag(int padding, params ReadOnlySpan<byte> frames) =>
        [.. "ID3\u0004\0\0"u8, .. SevenBits(frames.Length + padding), .. frames, .. new byte[padding]];

    private static byte[] Frame(string id, ReadOnlySpan<byte> value) =>
        [.. Encoding.ASCII.GetBytes(id), .. SevenBits(value.Length), 0, 0, .. value];

    private static byte[] SevenBits(int size) =>
        [(byte)(size >> 21), (byte)(size >> 14 & 0x7F), (byte)(size >> 7 & 0x7F), (byte)(size & 0x7F)];
}
