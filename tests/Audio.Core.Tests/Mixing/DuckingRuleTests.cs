using Audio.Core.Mixing;

namespace Audio.Core.Tests.Mixing;

public sealed class DuckingRuleTests
{
    [Fact]
    public void Defaults_are_every_pair_12_decibels_down_in_50_ms_and_back_in_300() =>
        DuckingRule
            .Defaults.Select(static rule => rule.ToString())
            .Should()
            .BeEquivalentTo(
                "notification>media:-12:50:300",
                "speech>media:-12:50:300",
                "speech>notification:-12:50:300",
                "alert>media:-12:50:300",
                "alert>notification:-12:50:300",
                "alert>speech:-12:50:300"
            );

    [Theory]
    [InlineData("speech>media:-20:30:500", "speech>media:-20:30:500")]
    [InlineData(" Alert > Speech : -6.5 : 10 ", "alert>speech:-6.5:10:300")]
    [InlineData("speech>media:0", "speech>media:0:50:300")]
    public void Parse_reads_a_rule(string text, string rule) => DuckingRule.Parse(text).ToString().Should().Be(rule);

    [Theory]
    [InlineData("", "*HIGHER>LOWER:LEVEL_DB*")]
    [InlineData("speech:-12", "*HIGHER>LOWER:LEVEL_DB*")]
    [InlineData("speech>media", "*HIGHER>LOWER:LEVEL_DB*")]
    [InlineData("speech>media:-12:1:2:3", "*HIGHER>LOWER:LEVEL_DB*")]
    [InlineData("media>speech:-12", "*the priority in front is the higher one*")]
    [InlineData("speech>speech:-12", "*the priority in front is the higher one*")]
    [InlineData("speech>music:-12", "*media, notification, speech, alert; got 'music'*")]
    [InlineData("speech>media:3", "*between -60 and 0 dB*")]
    [InlineData("speech>media:-61", "*between -60 and 0 dB*")]
    [InlineData("speech>media:loud", "*a level in dB; got 'loud'*")]
    [InlineData("speech>media:-12:0", "*between 1 ms and 10 s*")]
    [InlineData("speech>media:-12:50:1e300", "*from 1 ms to 10 s*")]
    [InlineData("speech>media:-12:50:20000", "*between 1 ms and 10 s*")]
    public void Parse_says_what_is_wrong(string text, string message) =>
        FluentActions.Invoking(() => DuckingRule.Parse(text)).Should().Throw<FormatException>().WithMessage(message);
}
