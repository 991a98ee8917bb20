using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Effects;
using Audio.Core.Sessions.Stages;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Sessions.Stages;

/// <summary>A stream whose format changes on the way: one WAV file after another.</summary>
public sealed class StreamDecoderTests : IDisposable
{
    private const int MixRate = 48_000;

    private readonly StreamDecoder _stream = new(
        new StreamBuffering
        {
            SampleRate = MixRate,
            Blocks = new SampleBlockPool(capacity: 200),
            MaxBuffered = TimeSpan.FromSeconds(4),
            Prefill = TimeSpan.Zero,
            MaxPrefill = TimeSpan.Zero,
        },
        format: null,
        AudioContainer.Auto,
        EffectChain.Empty
    );

    public void Dispose() => _stream.Dispose();

    [Theory]
    [InlineData(48_000, 24_000)]
    [InlineData(24_000, 48_000)]
    [InlineData(22_050, 44_100)]
    [InlineData(44_100, 8_000)]
    public void Every_file_is_resampled_from_its_own_rate_and_whole(int first, int second)
    {
        byte[] stream = [.. Wav(first, 0.25f, first / 10), .. Wav(second, -0.5f, second / 5)];
        Push(stream, piece: 777);
        _stream.Finish().Should().BeTrue();

        _stream.Format.Should().Be(AudioFormat.Pcm16(first));
        _stream.FramesDecoded.Should().Be(first * 3 / 10, "frames count at the first rate");
        float[] heard = Read();
        heard.Should().HaveCount(MixRate * 3 / 10);
        heard[MixRate / 20].Should().BeApproximately(0.25f, 1e-4f);
        heard[MixRate / 5].Should().BeApproximately(-0.5f, 1e-4f);
        heard[(MixRate / 10 + 700)..^700].Should().OnlyContain(sample => MathF.Abs(sample + 0.5f) < 1e-4f);
        _stream.ToStreamFrame(heard.Length).Should().Be(_stream.FramesDecoded);
    }

    [Fact]
    public void Offsets_are_those_of_the_stream_with_all_its_headers()
    {
        byte[] one = Wav(48_000, 0.25f, 480);
        Push([.. one, .. one], piece: 100_000);
        _stream.Finish().Should().BeTrue();

        int header = one.Length - 960;
        _stream.OffsetOf(0).Should().Be(header);
        _stream.OffsetOf(100).Should().Be(header + 200);
        _stream.FrameAt(header + 201).Should().Be(100);
        _stream.FrameAt(2 * one.Length - 1).Should().Be(959);
        _stream.OffsetOf(960).Should().Be(2 * one.Length);
    }

    [Fact]
    public void Stereo_behind_mono_is_mixed_to_mono()
    {
        short[] stereo = [.. Enumerable.Range(0, 960).Select(i => (short)(i % 2 == 0 ? 16_384 : 8_192))];
        Push([.. Wav(48_000, 0.25f, 480), .. WaveFile.FromInt16(stereo, 48_000, 2).ToBytes()], piece: 1_000);
        _stream.Finish().Should().BeTrue();

        float[] heard = Read();
        heard.Should().HaveCount(960);
        heard[479].Should().Be(0.25f);
        heard[480..].Should().OnlyContain(sample => sample == 0.375f);
    }

    [Fact]
    public void A_stream_that_ends_before_anything_is_known_has_ended_and_no_buffer()
    {
        _stream.Finish().Should().BeTrue();
        _stream.Buffer.Should().BeNull();
        _stream.FramesDecoded.Should().Be(0);
    }

    private static byte[] Wav(int rate, float level, int frames) =>
        WaveFile.FromInt16([.. Enumerable.Repeat((short)(level * 32_768), frames)], rate, 1).ToBytes();

    private void Push(byte[] stream, int piece)
    {
        for (int at = 0; at < stream.Length; at += piece)
        {
            var bytes = new ReadOnlySequence<byte>(stream, at, Math.Min(piece, stream.Length - at));
            _stream.Push(ref bytes).Should().BeTrue();
        }
    }

    private float[] Read()
    {
        float[] samples = new float[MixRate];
        int read = _stream.Buffer!.Read(samples);
        return samples[..read];
    }
}
