using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Core.Codecs.Flac;
using Audio.Core.Codecs.Mp3;
using Audio.Core.Codecs.Ogg;
using Audio.Core.Codecs.Wav;
using Audio.Core.Formats;
using Audio.Protocol;

namespace Audio.Fuzz;

/// <summary>The fuzz targets that decode a stream, in odd pieces and with little room, as a session may.</summary>
internal static class CodecTargets
{
    private static readonly int[] Pieces = [1, 7, 2, 400, 33, 4_096];
    private static readonly int[] Frames = [1, 64, 3, 1_024];

    /// <summary>A WAV stream, and samples of a declared format that may contain WAV headers.</summary>
    public static void Wav(byte[] bytes)
    {
        Decode(new WavDecoder(), bytes, samplesPerByte: 2);
        Decode(new WavDecoder(AudioFormat.Pcm16(24_000)), bytes, samplesPerByte: 2);
    }

    /// <summary>A stream of MPEG audio. A single byte between two frames may become two fades.</summary>
    public static void Mp3(byte[] bytes) => Decode(new Mp3Decoder(), bytes, samplesPerByte: 1_000);

    /// <summary>A FLAC stream, whose shortest frames may have thousands of equal samples.</summary>
    public static void Flac(byte[] bytes) => Decode(new FlacDecoder(), bytes, samplesPerByte: 1_000_000);

    /// <summary>An Ogg stream, as it is and with true checksums.</summary>
    public static void Ogg(byte[] bytes)
    {
        Decode(new OggDecoder(), bytes, samplesPerByte: 150_000);
        Decode(new OggDecoder(), OggChecksums.Repair(bytes), samplesPerByte: 150_000);
    }

    /// <summary>A stream whose first bytes say what it is, or are samples, also in an unknown byte order.</summary>
    public static void Stream(byte[] bytes)
    {
        var samples = new AudioFormat(SampleEncoding.PcmS16Be, 24_000, 2);
        Decode(AudioDecoders.For(AudioContainer.Raw, samples, findsByteOrder: true), bytes, samplesPerByte: 1);
        Decode(AudioDecoders.For(AudioContainer.Auto, declared: null), bytes, samplesPerByte: 1_000_000);
        Decode(AudioDecoders.For(AudioContainer.Auto, AudioFormat.Pcm16(24_000)), bytes, samplesPerByte: 1_000_000);
    }

    /// <summary>Decodes bytes: what comes of them is finite, not too loud and not too much, or a refusal.</summary>
    /// <param name="decoder">The decoder, which is disposed.</param>
    /// <param name="bytes">The stream.</param>
    /// <param name="samplesPerByte">The most samples that one byte of the codec can become.</param>
    private static void Decode(IAudioDecoder decoder, byte[] bytes, int samplesPerByte)
    {
        using (decoder)
        {
            try
            {
                var run = new Run(decoder);
                run.Decode(bytes);
                Require(
                    run.Samples <= (bytes.Length + 1L) * samplesPerByte,
                    $"{run.Samples} samples come of {bytes.Length} bytes."
                );
            }
            catch (ProtocolException) { }
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }

    private sealed class Run(IAudioDecoder decoder)
    {
        private readonly float[] _room = new float[Frames.Max() * 8];
        private DecodedFormat? _format;
        private int _turn;
        private int _calls; // without visible progress

        public long Samples { get; private set; }

        public void Decode(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty || decoder.HasOutput)
            {
                Span<float> room = Room();
                ReadOnlySpan<byte> piece = bytes[..Math.Min(bytes.Length, Pieces[_turn % Pieces.Length])];
                decoder.Decode(piece, room, out int consumed, out int written);
                Require(consumed <= piece.Length, "More bytes are consumed than there were.");
                bytes = bytes[consumed..];
                Take(room, written, hasProgress: consumed > 0);
            }

            bool isDone;
            do
            {
                Span<float> room = Room();
                isDone = decoder.End(room, out int written);
                Take(room, written, hasProgress: isDone);
            } while (!isDone);
        }

        private Span<float> Room() =>
            _format is { } known ? _room.AsSpan(0, Frames[_turn % Frames.Length] * known.Channels) : [];

        private void Take(ReadOnlySpan<float> room, int written, bool hasProgress)
        {
            _turn++;
            Samples += written;
            Require(written == 0 || (_format is { } format && written % format.Channels == 0), "A frame is cut.");
            foreach (float sample in room[..written])
                Require(Math.Abs(sample) <= SampleDecoder.MaxMagnitude, $"A sample is {sample}.");
            // What was held until the codec was known is taken now, and may be no sound.
            _calls = hasProgress || written > 0 || decoder.Format != _format ? 0 : _calls + 1;
            Require(_calls <= DetectingDecoder.MaxHeld, "There is no progress.");
            Require(decoder.PendingBytes <= 2 * 1024 * 1024, "Too many bytes are held.");
            if (decoder.Format is { } next)
                Require(next is { SampleRate: >= 1 and <= 768_000, Channels: >= 1 and <= 8 }, $"The format is {next}.");
            _format = decoder.Format;
        }
    }
}
