using Audio.Core.Codecs;

namespace Audio.Core.Tests.Codecs;

/// <summary>What a decoder made of a stream.</summary>
/// <param name="Parts">The samples, in parts of one format each.</param>
/// <param name="Damaged">The damaged frames it counted.</param>
/// <param name="BytesIgnored">The bytes that were not sound.</param>
internal sealed record DecoderRun(
    IReadOnlyList<(DecodedFormat Format, float[] Samples)> Parts,
    int Damaged,
    long BytesIgnored
)
{
    /// <summary>The samples of a stream that has one format.</summary>
    public float[] Samples => Parts.Single().Samples;

    /// <summary>The format of a stream that has one.</summary>
    public DecodedFormat Format => Parts.Single().Format;

    /// <summary>Decodes a whole stream as a session does.</summary>
    /// <param name="decoder">The decoder, which is disposed.</param>
    /// <param name="bytes">The stream.</param>
    /// <param name="piece">How many bytes it gets at a time.</param>
    /// <param name="room">How many samples fit at a time; at least a frame.</param>
    public static DecoderRun Of(IAudioDecoder decoder, ReadOnlySpan<byte> bytes, int piece = 4096, int room = 1024)
    {
        using (decoder)
        {
            var parts = new List<(DecodedFormat Format, float[] Samples)>();
            var part = new List<float>();
            DecodedFormat? format = null;
            float[] samples = new float[room];
            while (!bytes.IsEmpty || decoder.HasOutput)
            {
                int length = Math.Min(piece, bytes.Length);
                Span<float> free = Free();
                decoder.Decode(bytes[..length], free, out int consumed, out int written);
                if (consumed == 0 && written == 0 && IsSame(decoder.Format, format))
                    throw new InvalidOperationException("The decoder makes no progress.");
                Take(free[..written]);
                bytes = bytes[consumed..];
            }

            while (true)
            {
                Span<float> free = Free();
                bool isDone = decoder.End(free, out int written);
                if (!isDone && written == 0 && IsSame(decoder.Format, format))
                    throw new InvalidOperationException("The decoder makes no progress at its end.");
                Take(free[..written]);
                if (isDone)
                    break;
            }

            Close();
            return new DecoderRun(parts, decoder.Damaged, decoder.BytesIgnored);

            static bool IsSame(DecodedFormat? one, DecodedFormat? other) =>
                one is { } first && other is { } second ? first.IsLike(second) : one == other;

            Span<float> Free() => format is { } known ? samples.AsSpan(0, room / known.Channels * known.Channels) : [];

            void Take(ReadOnlySpan<float> made)
            {
                part.AddRange(made);
                if (decoder.Format is not { } next || (format is { } current && next.IsLike(current)))
                    return;
                Close();
                format = new DecodedFormat(next.SampleRate, next.Channels, next.Speakers);
            }

            void Close()
            {
                if (format is { } known)
                    parts.Add((known, [.. part]));
                part.Clear();
            }
        }
    }
}
