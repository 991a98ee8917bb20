using Audio.Core.Codecs.Wav;
using Audio.Protocol;

namespace Audio.Core.Tests.Codecs.Wav;

/// <summary>Decodes a stream in pieces of several sizes, which must give the same.</summary>
internal static class WavRuns
{
    /// <summary>What the decoder makes of it.</summary>
    /// <param name="bytes">The stream.</param>
    /// <param name="declared">The format of samples without a header.</param>
    public static DecoderRun Of(byte[] bytes, AudioFormat? declared = null)
    {
        var whole = DecoderRun.Of(new WavDecoder(declared), bytes, piece: int.MaxValue, room: 1_000_000);
        foreach ((int piece, int room) in (ReadOnlySpan<(int, int)>)[(1, 1024), (7, 64), (4096, 4096), (13, 8)])
        {
            var run = DecoderRun.Of(new WavDecoder(declared), bytes, piece, room);
            run.Parts.Select(static part => part.Format).Should().Equal(whole.Parts.Select(static part => part.Format));
            for (int i = 0; i < run.Parts.Count; i++)
            {
                run.Parts[i]
                    .Samples.AsSpan()
                    .SequenceEqual(whole.Parts[i].Samples)
                    .Should()
                    .BeTrue($"pieces of {piece} change nothing");
            }

            (run.Damaged, run.BytesIgnored).Should().Be((whole.Damaged, whole.BytesIgnored), $"pieces of {piece}");
        }

        return whole;
    }
}
