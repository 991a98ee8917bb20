namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>Sounds of which no two places are alike for long, and no sample is 0.</summary>
internal static class Sounds
{
    public static short[] Counting(int samples) =>
        [.. Enumerable.Range(0, samples).Select(static i => (short)(1 + i * 7_919L % 30_000))];

    public static short[] Random(int seed, int samples)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, samples)
                .Select(_ => (short)(random.Next(1, 30_000) * (random.Next(2) == 0 ? 1 : -1))),
        ];
    }
}
