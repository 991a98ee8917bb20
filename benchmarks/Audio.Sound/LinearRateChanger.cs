using Audio.Testing.Signals;

namespace Audio.Sound;

/// <summary>Linear interpolation, as in a simple player.</summary>
internal sealed class LinearRateChanger : IRateChanger
{
    public string Name => "linear interpolation";

    public float[] Convert(float[] samples, int from, int to)
    {
        float[] output = new float[(int)((long)samples.Length * to / from)];
        Interpolate(samples, output, (double)from / to);
        return output;
    }

    public double Cost(int from, int to)
    {
        float[] input = Signal.Noise(from / 100 + 2, seed: 1);
        float[] output = new float[to / 100];
        return Timing.Best(() =>
        {
            Interpolate(input, output, (double)from / to);
            return output.Length;
        });
    }

    private static void Interpolate(float[] input, float[] output, double step)
    {
        for (int n = 0; n < output.Length; n++)
        {
            double at = n * step;
            int i = (int)at;
            float next = i + 1 < input.Length ? input[i + 1] : 0f;
            output[n] = input[i] + (float)(at - i) * (next - input[i]);
        }
    }
}
