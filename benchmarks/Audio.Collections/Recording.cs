using System.Runtime.InteropServices;

namespace Audio.Collections;

/// <summary>A recording of a monitor: 32-bit float stereo at the mix rate, without a header.</summary>
internal static class Recording
{
    /// <summary>Checks that it contains the whole counter exactly once, surrounded by silence.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frames">How many frames were sent.</param>
    /// <returns>What is wrong with it; <see langword="null"/>: nothing.</returns>
    public static string? Check(string path, long frames)
    {
        ReadOnlySpan<float> samples = MemoryMarshal.Cast<byte, float>(
            File.ReadAllBytes(path).AsSpan()[..^(int)(new FileInfo(path).Length % 8)]
        );
        int first = samples.IndexOfAnyExcept(0f);
        if (first < 0)
            return "Nothing was heard.";
        ReadOnlySpan<float> heard = samples[(first & ~1)..];
        for (long frame = 0; frame < frames; frame++)
        {
            if (2 * frame + 1 >= heard.Length)
                return $"The recording ends {frames - frame} frames too early.";
            float expected = Counter.Sample(frame) / 32_768f;
            (float left, float right) = (heard[(int)(2 * frame)], heard[(int)(2 * frame + 1)]);
            if (left != expected || right != expected)
            {
                return left == 0
                    ? $"Silence after {frame / (double)Counter.Rate:F3} s."
                    : $"After {frame / (double)Counter.Rate:F3} s stands {left * 32_768} instead of "
                        + $"{expected * 32_768}.";
            }
        }
        return heard[(int)(2 * frames)..].IndexOfAnyExcept(0f) < 0 ? null : "Something sounds behind the end.";
    }
}
