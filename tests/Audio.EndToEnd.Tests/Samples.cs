namespace Audio.EndToEnd.Tests;

/// <summary>Holds sound to its samples, with a message that says where and not only that.</summary>
internal static class Samples
{
    /// <summary>Fails unless the first stretch of sound in a recording is exactly this, with nothing but silence before and after.</summary>
    /// <param name="recorded">Interleaved stereo.</param>
    /// <param name="sent">Interleaved stereo.</param>
    /// <param name="gaps">How many times silence may stand between two frames that were sent one after the other.</param>
    public static void ShouldSoundAs(this short[] recorded, short[] sent, int gaps = 0)
    {
        int start = Array.FindIndex(recorded, s => s != 0) & ~1; // at a frame
        int first = Array.FindIndex(sent, s => s != 0) & ~1;
        start.Should().BeGreaterThanOrEqualTo(0, "something must sound");
        start -= first; // what was sent may begin with silence, which is heard as such
        start.Should().BeGreaterThanOrEqualTo(0, $"the {first} samples of silence at the start belong to it");
        (recorded.Length - start).Should().BeGreaterThanOrEqualTo(sent.Length, "the last sample must be heard");

        ReadOnlySpan<short> heard = recorded.AsSpan(start);
        ReadOnlySpan<short> left = sent;
        for (int gap = 0; ; gap++)
        {
            int same = heard.CommonPrefixLength(left);
            if (same == left.Length)
            {
                heard = heard[same..];
                break;
            }

            same &= ~1;
            heard = heard[same..];
            left = left[same..];
            int silence = heard.IndexOfAnyExcept((short)0) & ~1;
            if (gap == gaps || silence <= 0)
                Assert.Fail($"Sample {sent.Length - left.Length} of {sent.Length} differs after {gap} of {gaps} underruns: heard {Show(heard)}, sent {Show(left)}; before it all are right.");
            heard = heard[silence..];
        }

        heard.IndexOfAnyExcept((short)0).Should().Be(-1, "nothing may sound after the end");

        static string Show(ReadOnlySpan<short> samples) => string.Join(' ', samples[..Math.Min(8, samples.Length)].ToArray());
    }
}
