using Audio.Cli.Terminal;

namespace Audio.Cli.Tests.Terminal;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData(-5, "0 ms")]
    [InlineData(850, "850 ms")]
    [InlineData(12_345, "12 s")]
    [InlineData(185_000, "3 min 5 s")]
    [InlineData(90_000_000, "1 d 1 h")]
    public void A_time_is_said_as_people_say_it(long milliseconds, string text) =>
        DurationText.Of(milliseconds).Should().Be(text);
}
