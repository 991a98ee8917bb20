using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>The end of a session and its figures, without a daemon.</summary>
public sealed class SessionEndTests
{
    private readonly SessionEnding _ending = new();
    private readonly SessionFigures _figures = new(AudioFormat.Pcm16(8_000, 1));

    [Fact]
    public void A_session_ends_once()
    {
        PlaybackResult first = _figures.Untold("s", _ending.UntoldReason, 8, 4, "First.");

        _ending.TryEnd(first).Should().BeTrue();
        _ending.TryEnd(first with { Error = "Second." }).Should().BeFalse();

        _ending.IsOver.Should().BeTrue();
        _ending.Completion.Result.Should().BeSameAs(first);
    }

    [Fact]
    public void What_nobody_tells_of_is_lost_unless_the_user_has_cancelled_it()
    {
        _ending.UntoldReason.Should().Be(SessionEndReason.Lost);
        _ending.Cancel();
        _ending.UntoldReason.Should().Be(SessionEndReason.Cancelled);
    }

    [Theory]
    [InlineData(null, false, "The stream of session s has been ended; start a new session.")]
    [InlineData(null, true, "Session s is cancelled; start a new one.")]
    [InlineData("completed", false, "Session s has ended (completed); start a new one.")]
    [InlineData("failed", true, "Session s has ended (failed: No sound.); start a new one.")]
    public void A_refusal_says_why_and_what_to_do(string? reason, bool cancelled, string text)
    {
        if (cancelled)
            _ending.Cancel();
        if (reason is not null)
            _ending.TryEnd(Ended(reason, error: reason == "failed" ? "No sound." : null));

        AudioSessionException refusal = _ending.Refusal("s");

        refusal.Message.Should().Be(text);
        refusal.Kind.Should().Be(AudioDaemonErrorKind.SessionEnded);
        refusal.Result?.ReasonText.Should().Be(reason);
    }

    [Fact]
    public void A_lost_session_refuses_with_the_way_to_have_it_restarted()
    {
        _ending.TryEnd(_figures.Untold("s", SessionEndReason.Lost, 0, 0, "The daemon is gone."));

        AudioSessionException refusal = _ending.Refusal("s");

        refusal.Kind.Should().Be(AudioDaemonErrorKind.SessionLost);
        refusal
            .Message.Should()
            .Be("Session s is lost: The daemon is gone. Start a new one, or set ResendUnplayed to have that done.");
    }

    [Fact]
    public void The_figures_count_over_a_restart()
    {
        _figures.Playing(TimeSpan.FromMilliseconds(7));
        _figures.Underrun(2);
        _figures.Restarted(firstFrame: 100);
        _figures.Playing(TimeSpan.FromMilliseconds(9));
        _figures.Underrun(1);

        Ended("completed", underruns: 1)
            .Should()
            .BeEquivalentTo(
                new
                {
                    Reason = SessionEndReason.Completed,
                    FramesPlayed = 110,
                    FramesReceived = 120,
                    BytesReceived = 240,
                    Underruns = 3,
                    Restarts = 1,
                    TimeToFirstAudio = TimeSpan.FromMilliseconds(7),
                    Played = TimeSpan.FromSeconds(110.0 / 8_000),
                }
            );
        _figures.Underruns.Should().Be(3);
    }

    [Fact]
    public void A_resume_that_knows_of_fewer_underruns_than_were_told_changes_nothing()
    {
        _figures.Underrun(3);

        _figures.Resumed(2);
        _figures.Underruns.Should().Be(3);
        _figures.Resumed(4);
        _figures.Underruns.Should().Be(4);
    }

    private PlaybackResult Ended(string reason, int underruns = 0, string? error = null) =>
        _figures.Ended("s", new V4SessionEnded("s", reason, 10, 20, 40, underruns, 11, 0, error));
}
