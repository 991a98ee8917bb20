using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Codecs.Detection;

/// <summary>
/// A producer in real time sends a frame or a page when its last sample is made. All of it is heard with the last byte
/// of the piece, or, where only the next frame shows that this one is whole, a few bytes into the next.
/// </summary>
public sealed class RealTimeTests
{
    private const int Rate = 24_000;
    private const int Frames = 2 * Rate;

    /// <summary>Three frames of MPEG audio in a row tell it from samples; once the stream is known, two do.</summary>
    private const int MpegProof = 4;

    [Fact]
    public void WAV_by_itself() => Lag(Wav(Frames)).Should().Be(0);

    [Fact]
    public void WAV_behind_WAV() => Lag([.. Wav(Frames), .. Wav(Frames), .. Wav(Frames)]).Should().Be(0);

    [Fact]
    public async Task WAV_with_ADPCM() => Lag(await FfmpegAsync("wav", "adpcm_ima_wav")).Should().Be(0);

    [Fact]
    public async Task WAV_with_MP3() =>
        Lag(await FfmpegAsync("wav", "libmp3lame", "-b:a", "64k", "-write_xing", "0"))
            .Should()
            .BeLessThanOrEqualTo(MpegProof);

    [Fact]
    public async Task MP3_by_itself() => Lag(await LameAsync()).Should().BeLessThanOrEqualTo(MpegProof);

    [Fact]
    public async Task MP3_behind_MP3() =>
        Lag([.. await LameAsync(), .. await LameAsync()]).Should().BeLessThanOrEqualTo(MpegProof);

    [Fact]
    public async Task FLAC_by_itself() =>
        Lag(await EncodeAsync("flac", static (from, to) => ["-s", "-b", "1152", "-o", to, from])).Should().Be(0);

    [Fact]
    public async Task FLAC_in_Ogg() =>
        Lag(await EncodeAsync("flac", static (from, to) => ["-s", "--ogg", "-b", "1152", "-o", to, from]))
            .Should()
            .Be(0);

    [Fact]
    public async Task Opus_by_itself() => Lag(await OpusAsync()).Should().Be(0);

    [Fact]
    public async Task Opus_behind_Opus() => Lag([.. await OpusAsync(), .. await OpusAsync()]).Should().Be(0);

    [Fact]
    public async Task Vorbis_by_itself() => Lag(await VorbisAsync()).Should().Be(0);

    [Fact]
    public async Task Vorbis_behind_Vorbis() => Lag([.. await VorbisAsync(), .. await VorbisAsync()]).Should().Be(0);

    /// <summary>
    /// Feeds a stream byte by byte.
    /// </summary>
    /// <returns>The most bytes behind the end of a piece that came before all of the piece was heard.</returns>
    private static int Lag(byte[] stream)
    {
        using IAudioDecoder decoder = AudioDecoders.For(AudioContainer.Auto, declared: null);
        IReadOnlyList<CodedPiece> pieces = CodedStream.Cut(stream);
        pieces.Count.Should().BeGreaterThan(2);
        float[] samples = new float[64];
        long heard = 0;
        int lag = 0;
        int piece = 0;
        for (int at = 0; at < stream.Length; at++)
        {
            int taken;
            int written;
            do
            {
                Span<float> room = decoder.Format is null ? [] : samples;
                decoder.Decode(stream.AsSpan(at, 1), room, out taken, out written);
                heard += written;
            } while (taken == 0 || decoder.HasOutput);

            for (; piece < pieces.Count && heard >= pieces[piece].Frames && at + 1 >= pieces[piece].End; piece++)
                lag = Math.Max(lag, at + 1 - pieces[piece].End);
        }

        // The last frame of MP3 is known to be whole when the stream ends.
        piece.Should().BeGreaterThanOrEqualTo(pieces.Count - 1);
        return lag;
    }

    private static WaveFile Sound => EncodedSound.Speech(Rate, channels: 1, Frames);

    private static byte[] Wav(int frames) => EncodedSound.Speech(Rate, channels: 1, frames).ToBytes();

    private static Task<byte[]> LameAsync() =>
        EncodeAsync("lame", static (from, to) => ["--quiet", "-t", "-b", "64", from, to]);

    private static Task<byte[]> OpusAsync() =>
        EncodeAsync("opusenc", static (from, to) => ["--quiet", "--max-delay", "100", from, to]);

    private static Task<byte[]> VorbisAsync() => EncodeAsync("oggenc", static (from, to) => ["-Q", "-o", to, from]);

    private static Task<byte[]> FfmpegAsync(string extension, params string[] codec) =>
        EncodedSound.EncodeAsync(Sound, "ffmpeg", extension, (from, to) =>
            ["-v", "error", "-i", from, "-c:a", .. codec, to]
        );

    private static Task<byte[]> EncodeAsync(string program, Func<string, string, string[]> arguments) =>
        EncodedSound.EncodeAsync(Sound, program, "coded", arguments);
}
