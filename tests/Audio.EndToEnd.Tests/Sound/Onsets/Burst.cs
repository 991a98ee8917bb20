namespace Audio.EndToEnd.Tests.Sound.Onsets;

/// <summary>A sound between two silences, in frames of the recording.</summary>
/// <param name="Start">Its first loud frame.</param>
/// <param name="Length">From there to the last loud frame.</param>
/// <param name="Peak">Its largest sample.</param>
internal readonly record struct Burst(int Start, int Length, float Peak)
{
    private const float Loud = 0.1f;
    private const int SilenceBetween = 48_000 * 20 / 1_000;

    /// <summary>The sounds of one channel at 48 kHz. Sounds less than 20 ms apart count as one.</summary>
    public static List<Burst> In(ReadOnlySpan<float> samples)
    {
        var bursts = new List<Burst>();
        for (int n = 0; n < samples.Length; n++)
        {
            float level = Math.Abs(samples[n]);
            if (level <= Loud)
                continue;
            if (bursts.Count > 0 && n - (bursts[^1].Start + bursts[^1].Length) < SilenceBetween)
            {
                bursts[^1] = bursts[^1] with
                {
                    Length = n + 1 - bursts[^1].Start,
                    Peak = Math.Max(bursts[^1].Peak, level),
                };
            }
            else
            {
                bursts.Add(new Burst(n, 1, level));
            }
        }

        return bursts;
    }
}
