using Audio.Core.Dsp;
using Audio.Testing.Signals;

namespace Audio.Sound;

/// <summary>The resampler of this project.</summary>
internal sealed class OurRateChanger : IRateChanger
{
    public string Name => "this project";

    public float[] Convert(float[] samples, int from, int to)
    {
        var resampler = new Resampler(from, to, 1);
        var output = new List<float>();
        float[] room = new float[4_096];
        ReadOnlySpan<float> rest = samples;
        while (!rest.IsEmpty)
        {
            resampler.Process(rest, room, out int consumed, out int written);
            output.AddRange(room[..written]);
            rest = rest[consumed..];
        }

        bool done;
        do
        {
            done = resampler.Flush(room, out int written);
            output.AddRange(room[..written]);
        } while (!done);
        return [.. output];
    }

    public double Cost(int from, int to)
    {
        var resampler = new Resampler(from, to, 1);
        float[] input = Signal.Noise(from / 100, seed: 1);
        float[] output = new float[to / 100 + 8];
        return Timing.Best(() =>
        {
            resampler.Process(input, output, out _, out int written);
            return written;
        });
    }
}
