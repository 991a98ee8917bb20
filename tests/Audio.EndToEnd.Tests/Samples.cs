namespace Audio.EndToEnd.Tests;

/// <summary>Holds sound to its samples, with a message that says where and not only that.</summary>
internal static class Samples
{
    /// <summary>Fails unless the first stretch of sound in a recording is exactly this, with nothing but silence before and after.</summary>
    public static void ShouldSoundAs(this short[] recorded, short[] sent)
    {
        int start = Array.FindIndex(recorded, s => s != 0) & ~1; // at a frame
        int first = Array.FindIndex(sent, s => s != 0) & ~1;
        start.Should().BeGreaterThanOrEqualTo(0, "something must sound");
        start -= first; // what was sent may begin with silence, which is heard as such
        start.Should().BeGreaterThanOrEqualTo(0, $"the {first} samples of silence at the start belong to it");
        (recorded.Length - start).Should().BeGreaterThanOrEqualTo(sent.Length, "the last sample must be heard");

        ReadOnlySpan<short> heard = recorded.AsSpan(start, sent.Length);
        int same = heard.CommonPrefixLength(sent);
        if (same < sent.Length)
            Assert.Fail($"Sample {same} of {sent.Length} differs: heard {heard[same]}, sent {sent[same]}; before it {same} are right.");
        recorded.AsSpan(start + sent.Length).IndexOfAnyExcept((short)0).Should().Be(-1, "nothing may sound after the end");
    }
}
