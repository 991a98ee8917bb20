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

    /// <summary>Where each channel of the usual layouts goes; what goes to both sides is in the middle.</summary>
    [Theory]
    [InlineData(3, "L R C"), InlineData(4, "L R l r"), InlineData(5, "L R C l r"), InlineData(6, "L R C - l r")]
    [InlineData(7, "L R C - c l r"), InlineData(8, "L R C - l r l r")]
    public void The_usual_layouts_are_those_of_WAVE(int channels, string places)
    {
        string[] names = places.Split(' ');
        names.Should().HaveCount(channels);
        for (int channel = 0; channel < channels; channel++)
        {
            float[] frame = new float[channels];
            frame[channel] = 1;
            (float left, float right) = Sides(names[channel]);
            Mix(channels, 2, frame).Should().Equal(left, right);
            Mix(channels, 1, frame).Should().Equal((left + right) / 2);
        }
    }

    [Theory]
    [InlineData(0x3u, "L R"), InlineData(0xBu, "L R -"), InlineData(0x7u, "L R C"), InlineData(0x33u, "L R l r")]
    [InlineData(0x107u, "L R C c"), InlineData(0x3Bu, "L R - l r"), InlineData(0x607u, "L R C l r")]
    [InlineData(0x60Fu, "L R C - l r"), InlineData(0x13Fu, "L R C - l r c"), InlineData(0xFFu, "L R C - l r L R")]
    [InlineData(0x2_7003u, "L R L C R r"), InlineData(0x1_8800u, "c l c")]
    public void A_mask_says_where_each_channel_goes(uint speakers, string places)
    {
        string[] names = places.Split(' ');
        var matrix = ChannelMatrix.Between(names.Length, speakers, 2);
        for (int channel = 0; channel < names.Length; channel++)
        {
            float[] frame = new float[names.Length];
            frame[channel] = 1;
            float[] stereo = new float[2];
            matrix.Mix(frame, stereo).Should().Be(2);
            (float left, float right) = Sides(names[channel]);
            stereo.Should().Equal(left, right);
        }
    }

    [Theory]
    [InlineData(1, 0x1u), InlineData(4, 0u), InlineData(4, 0x3u), InlineData(4, 0x8000_0033u), InlineData(6, 0x3Fu)]
    public void A_mask_that_names_no_place_for_each_channel_is_the_usual_layout(int channels, uint speakers)
    {
        ChannelMatrix.Between(channels, speakers, 2).Should().BeSameAs(ChannelMatrix.Between(channels, 2));
        ChannelMatrix.Between(channels, speakers, 1).Should().BeSameAs(ChannelMatrix.Between(channels, 1));
    }

    [Theory]
    [InlineData(9, 2), InlineData(0, 1), InlineData(4, 6), InlineData(2, 3)]
    public void Another_layout_is_refused(int inputs, int outputs) =>
        FluentActions
            .Invoking(() => ChannelMatrix.Between(inputs, outputs))
            .Should()
            .Throw<ArgumentOutOfRangeException>()
            .WithMessage(
                $"There is no matrix from {inputs} to {outputs} channels; there is one from 1 to 8 to mono and stereo.*"
            );

    private static (float Left, float Right) Sides(string place) =>
        place switch
        {
            "L" => (1, 0),
            "R" => (0, 1),
            "C" => (MinusThree, MinusThree),
            "l" => (MinusThree, 0),
            "r" => (0, MinusThree),
            "c" => (0.5f, 0.5f),
            _ => (0, 0),
        };

    private static float[] Mix(int inputs, int outputs, float[] source)
    {
        float[] target = new float[source.Length / inputs * outputs];
        ChannelMatrix.Between(inputs, outputs).Mix(source, target).Should().Be(target.Length);
        return target;
    }
}
