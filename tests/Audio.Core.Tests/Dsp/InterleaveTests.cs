using Audio.Core.Dsp;
using Audio.Core.Tests.Signals;

namespace Audio.Core.Tests.Dsp;

public sealed class InterleaveTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(7), InlineData(8), InlineData(9), InlineData(100)]
    public void Merge_and_Split_are_inverse_at_every_length(int frames)
    {
        float[] left = TestSignals.Noise(frames, 1);
        float[] right = TestSignals.Noise(frames, 2);
        float[] merged = new float[2 * frames];
        Interleave.Merge(left, right, merged);
        merged.Should().Equal(TestSignals.Interleave(left, right));
        float[] first = new float[frames];
        float[] second = new float[frames];
        Interleave.Split(merged, first, second);
        first.Should().Equal(left);
        second.Should().Equal(right);
    }
}
