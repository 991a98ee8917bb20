using Audio.Protocol.V4;

namespace Audio.Protocol.Tests.V4;

public sealed class V4EndReasonsTests
{
    [Fact]
    public void Each_word_stands_for_a_reason_of_its_own_and_each_reason_has_one_word()
    {
        IReadOnlyList<string> words = V4Contract.Constants(typeof(V4EndReasons));

        words.Select(V4EndReasons.Parse).Should().OnlyHaveUniqueItems().And.NotContain(SessionEndReason.Other);
        words.Select(word => V4EndReasons.NameOf(V4EndReasons.Parse(word))).Should().Equal(words);
        Enum.GetValues<SessionEndReason>()
            .Select(V4EndReasons.NameOf)
            .Should()
            .OnlyHaveUniqueItems()
            .And.Contain(words);
    }

    [Theory]
    [InlineData("evaporated")]
    [InlineData("lost")]
    [InlineData("Completed")]
    [InlineData("")]
    [InlineData(null)]
    public void A_word_that_no_daemon_of_this_version_says_is_another_reason(string? word) =>
        V4EndReasons.Parse(word).Should().Be(SessionEndReason.Other);
}
