namespace Audio.Protocol.Tests;

public sealed class BitDepthsTests
{
    [Theory]
    [InlineData(8, SampleEncoding.PcmU8)]
    [InlineData(16, SampleEncoding.PcmS16Le)]
    [InlineData(24, SampleEncoding.PcmS24Le)]
    [InlineData(32, SampleEncoding.Float32Le)]
    public void TryGetEncoding_of_bits_that_are_played_gives_their_encoding(int bits, SampleEncoding expected)
    {
        BitDepths.TryGetEncoding(bits, out SampleEncoding encoding).Should().BeTrue();
        encoding.Should().Be(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-16)]
    [InlineData(12)]
    [InlineData(64)]
    public void TryGetEncoding_of_other_bits_finds_none(int bits) =>
        BitDepths.TryGetEncoding(bits, out _).Should().BeFalse();
}
