using Audio.Core.Dsp;

namespace Audio.Core.Tests.Dsp;

/// <summary>Puts whole streams through a resampler.</summary>
internal static class ResamplerRun
{
    /// <summary>All of the output, with the spans cut as the two functions say.</summary>
    public static float[] All(
        Resampler resampler,
        float[] input,
        int channels,
        Func<int>? inputCut = null,
        Func<int>? outputCut = null
    )
    {
        var output = new List<float>();
        ReadOnlySpan<float> rest = input;
        while (!rest.IsEmpty)
        {
            int offered = Math.Min(rest.Length, (inputCut?.Invoke() ?? 4096) * channels);
            float[] room = new float[(outputCut?.Invoke() ?? 4096) * channels];
            resampler.Process(rest[..offered], room, out int consumed, out int written);
            output.AddRange(room[..written]);
            rest = rest[consumed..];
            (consumed == offered || written == room.Length)
                .Should()
                .BeTrue("it stops only for want of input or of room");
        }

        bool done;
        do
        {
            float[] room = new float[(outputCut?.Invoke() ?? 4096) * channels];
            done = resampler.Flush(room, out int written);
            output.AddRange(room[..written]);
            (done || written == room.Length).Should().BeTrue("a flush stops only for want of room");
        } while (!done);
        return [.. output];
    }

    public static float[] All(int inputRate, int outputRate, float[] input, int channels = 1) =>
        All(new Resampler(inputRate, outputRate, channels), input, channels);
}
