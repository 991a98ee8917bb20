using Audio.Core.Codecs;

namespace Audio.Core.Tests.Codecs.Foreign;

/// <summary>Decodes a stream by a decoder that has to wait for a process, as a session does.</summary>
internal static class ForeignRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Decodes a whole stream.</summary>
    /// <param name="decoder">The decoder, which is disposed.</param>
    /// <param name="bytes">The stream.</param>
    /// <param name="piece">How many bytes it gets at a time.</param>
    public static async Task<DecoderRun> OfAsync(IAudioDecoder decoder, ReadOnlyMemory<byte> bytes, int piece)
    {
        using (decoder)
        {
            var moved = new SemaphoreSlim(0);
            decoder.Moved = () => moved.Release();
            var heard = new List<float>();
            float[] room = new float[1_024];
            DecodedFormat? format = null;
            while (!bytes.IsEmpty)
            {
                ReadOnlyMemory<byte> next = bytes[..Math.Min(piece, bytes.Length)];
                decoder.Decode(next.Span, Room(), out int taken, out int written);
                Take(written);
                bytes = bytes[taken..];
                if (taken == 0 && written == 0 && decoder.IsWaiting)
                    (await moved.WaitAsync(Limit)).Should().BeTrue("it says when it need not wait");
            }

            while (true)
            {
                bool isDone = decoder.End(Room(), out int written);
                Take(written);
                if (isDone)
                    break;
                if (written == 0 && decoder.IsWaiting)
                    (await moved.WaitAsync(Limit)).Should().BeTrue("it says when it need not wait");
            }

            return new DecoderRun([(decoder.Format!.Value, [.. heard])], decoder.Damaged, decoder.BytesIgnored);

            Span<float> Room() =>
                format is null ? [] : room.AsSpan(0, room.Length / format.Value.Channels * format.Value.Channels);

            void Take(int written)
            {
                heard.AddRange(room[..written]);
                format = decoder.Format;
            }
        }
    }
}
