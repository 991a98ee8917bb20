using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests;

/// <summary>Compares sound sample for sample; the failure message says where it differs.</summary>
internal static class Samples
{
    /// <summary>
    /// Fails unless the first stretch of sound in a recording is exactly this, with nothing but silence before and
    /// after. At a gap the last frame fades over 5 ms, and what follows fades in.
    /// </summary>
    /// <param name="recorded">Interleaved stereo.</param>
    /// <param name="sent">Interleaved stereo.</param>
    /// <param name="gaps">
    /// How many times silence may stand between two frames that were sent one after the other.
    /// </param>
    public static void ShouldSoundAs(this short[] recorded, short[] sent, int gaps = 0)
    {
        int start = Array.FindIndex(recorded, s => s != 0) & ~1; // at a frame
        int first = Array.FindIndex(sent, s => s != 0) & ~1;
        start.Should().BeGreaterThanOrEqualTo(0, "something must sound");
        start -= first; // what was sent may begin with silence, which is heard as such
        start.Should().BeGreaterThanOrEqualTo(0, $"the {first} samples of silence at the start belong to it");
        (recorded.Length - start).Should().BeGreaterThanOrEqualTo(sent.Length, "the last sample must be heard");

        string? fault = FadedSound.FindFault(recorded.AsSpan(start), sent, gaps);
        if (fault is not null)
            Assert.Fail(fault);
    }
}
