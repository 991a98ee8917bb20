using Audio.Core.Dsp;

namespace Audio.Core.Tests.Dsp;

public sealed class ChannelMatrixTests
{
    private const float MinusThree = 0.70710678f;

    [Theory]
    [InlineData(1, 1, new[] { 0.5f, -0.25f }, new[] { 0.5f, -0.25f })]
    [InlineData(1, 2, new[] { 0.5f, -0.25f }, new[] { 0.5f, 0.5f, -0.25f, -0.25f })]
    [InlineData(1, 6, new[] { 0.5f }, new[] { 0f, 0f, 0.5f, 0f, 0f, 0f })]
    [InlineData(2, 1, new[] { 0.5f, -0.25f, 1f, 1f }, new[] { 0.125f, 1f })]
    [InlineData(2, 2, new[] { 0.5f, -0.25f }, new[] { 0.5f, -0.25f })]
    [InlineData(2, 6, new[] { 0.5f, -0.25f }, new[] { 0.5f, -0.25f, 0f, 0f, 0f, 0f })]
    [InlineData(6, 6, new[] { 1f, 2f, 3f, 4f, 5f, 6f }, new[] { 1f, 2f, 3f, 4f, 5f, 6f })]
    public void Mono_stereo_and_upwards_are_exact(int inputs, int outputs, float[] source, float[] expected) =>
        Mix(inputs, outputs, source).Should().Equal(expected);

    [Theory]
    [InlineData(0, 1f, 0f), InlineData(1, 0f, 1f), InlineData(2, MinusThree, MinusThree)]
    [InlineData(3, 0f, 0f), InlineData(4, MinusThree, 0f), InlineData(5, 0f, MinusThree)]
    public void Each_channel_of_5_1_goes_where_BS_775_puts_it(int channel, float left, float right)
    {
        float[] frame = new float[6];
        frame[channel] = 1;
        Mix(6, 2, frame).Should().Equal(left, right);
        Mix(6, 1, frame)[0]
            .Should()
            .BeApproximately((left + right) / 2, 1e-7f, "mono is the mean of the stereo down-mix");
    }

    [Fact]
    public void Another_layout_is_refused() =>
        FluentActions
            .Invoking(() => ChannelMatrix.Between(4, 2))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage("There is no matrix from 4 to 2 channels; there is one between 1, 2 and 6.*");

    private static float[] Mix(int inputs, int outputs, float[] source)
    {
        float[] target = new float[source.Length / inputs * outputs];
        ChannelMatrix.Between(inputs, outputs).Mix(source, target).Should().Be(target.Length);
        return target;
    }
}
