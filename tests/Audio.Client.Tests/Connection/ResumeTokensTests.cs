using System.Globalization;

namespace Audio.Client.Tests.Connection;

public sealed class ResumeTokensTests
{
    private static readonly AudioDaemonEndpoint _here = AudioDaemonEndpoint.Parse("ws://here:1");
    private static readonly AudioDaemonEndpoint _there = AudioDaemonEndpoint.Parse("ws://there:1");

    [Fact]
    public void Only_the_tokens_of_the_same_daemon_are_offered_to_it()
    {
        var tokens = new ResumeTokens();
        tokens.Holder.Should().BeNull();
        tokens.Add(_here, "T1");
        tokens.Add(_there, "T2");
        tokens.Add(_here, "T3");

        tokens.Of(_here).Should().Equal("T1", "T3");
        tokens.Of(_there).Should().Equal("T2");
        tokens.Holder.Should().Be(_here);
    }

    [Fact]
    public void The_oldest_token_is_dropped_where_64_are_kept()
    {
        var tokens = new ResumeTokens();
        for (int i = 0; i <= 64; i++)
            tokens.Add(_here, i.ToString(CultureInfo.InvariantCulture));

        tokens.Of(_here).Should().HaveCount(64).And.StartWith("1").And.EndWith("64");
    }

    [Fact]
    public void A_token_that_holds_the_sessions_replaces_all_others()
    {
        var tokens = new ResumeTokens();
        tokens.Add(_here, "T1");
        tokens.Add(_here, "T2");

        tokens.Settle(_there, "T3");

        tokens.Of(_here).Should().BeEmpty();
        tokens.Of(_there).Should().Equal("T3");
        tokens.Clear();
        tokens.Holder.Should().BeNull();
    }
}
