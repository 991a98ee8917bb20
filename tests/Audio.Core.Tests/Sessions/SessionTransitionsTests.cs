using Audio.Core.Sessions;

namespace Audio.Core.Tests.Sessions;

public sealed class SessionTransitionsTests
{
    /// <summary>Every pair, written down a second time as the life of a session reads.</summary>
    [Theory]
    [InlineData("Opening", "Data", "Buffering")]
    [InlineData("Opening", "Sounding", "Opening")]
    [InlineData("Opening", "Pause", "Paused")]
    [InlineData("Opening", "Resume", "Opening")]
    [InlineData("Opening", "Drain", "Draining")]
    [InlineData("Opening", "End", "Ended")]
    [InlineData("Buffering", "Data", "Buffering")]
    [InlineData("Buffering", "Sounding", "Playing")]
    [InlineData("Buffering", "Pause", "Paused")]
    [InlineData("Buffering", "Resume", "Buffering")]
    [InlineData("Buffering", "Drain", "Draining")]
    [InlineData("Buffering", "End", "Ended")]
    [InlineData("Playing", "Data", "Playing")]
    [InlineData("Playing", "Sounding", "Playing")]
    [InlineData("Playing", "Pause", "Paused")]
    [InlineData("Playing", "Resume", "Playing")]
    [InlineData("Playing", "Drain", "Draining")]
    [InlineData("Playing", "End", "Ended")]
    [InlineData("Paused", "Data", "Paused")]
    [InlineData("Paused", "Sounding", "Paused")]
    [InlineData("Paused", "Pause", "Paused")]
    [InlineData("Paused", "Resume", "Playing")]
    [InlineData("Paused", "Drain", "Paused")]
    [InlineData("Paused", "End", "Ended")]
    [InlineData("Draining", "Data", "Draining")]
    [InlineData("Draining", "Sounding", "Draining")]
    [InlineData("Draining", "Pause", "Paused")]
    [InlineData("Draining", "Resume", "Draining")]
    [InlineData("Draining", "Drain", "Draining")]
    [InlineData("Draining", "End", "Ended")]
    [InlineData("Opening", "Hold", "Queued")]
    [InlineData("Opening", "Release", "Opening")]
    [InlineData("Buffering", "Hold", "Queued")]
    [InlineData("Buffering", "Release", "Buffering")]
    [InlineData("Playing", "Hold", "Queued")]
    [InlineData("Playing", "Release", "Playing")]
    [InlineData("Paused", "Hold", "Queued")]
    [InlineData("Paused", "Release", "Paused")]
    [InlineData("Draining", "Hold", "Queued")]
    [InlineData("Draining", "Release", "Draining")]
    [InlineData("Queued", "Data", "Queued")]
    [InlineData("Queued", "Sounding", "Queued")]
    [InlineData("Queued", "Pause", "Paused")]
    [InlineData("Queued", "Resume", "Playing")]
    [InlineData("Queued", "Hold", "Queued")]
    [InlineData("Queued", "Release", "Opening")]
    [InlineData("Queued", "Drain", "Queued")]
    [InlineData("Queued", "End", "Ended")]
    public void Next_from_every_living_state_follows_the_table(string state, string trigger, string next) =>
        SessionTransitions
            .Next(Enum.Parse<SessionState>(state), Enum.Parse<SessionTrigger>(trigger))
            .Should()
            .Be(Enum.Parse<SessionState>(next));

    [Fact]
    public void Next_from_ended_stays_ended()
    {
        foreach (SessionTrigger trigger in Enum.GetValues<SessionTrigger>())
            SessionTransitions.Next(SessionState.Ended, trigger).Should().Be(SessionState.Ended);
    }
}
