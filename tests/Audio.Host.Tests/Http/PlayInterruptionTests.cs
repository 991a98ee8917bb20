using System.Text.Json;
using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;
using Audio.Testing.Signals;
using static Audio.Host.Tests.Http.PlayRig;

namespace Audio.Host.Tests.Http;

/// <summary>Uploads that break off, stand still or are held back, and a daemon that stops meanwhile.</summary>
public sealed class PlayInterruptionTests
{
    [Fact]
    public async Task A_body_that_breaks_off_is_played_as_far_as_it_came()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        call.Break();
        call.IsDone.Should().BeFalse();
        rig.PlayOut();

        JsonElement problem = await call.ProblemAsync(400, "/problems/upload-cut", retryable: true);
        problem.GetProperty("detail").GetString().Should().Be("The connection was reset. What had arrived was played.");
        problem.GetProperty("playedMs").GetDouble().Should().Be(20);
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task A_body_that_stands_still_is_played_as_far_as_it_came_and_answered_with_408()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.Test.Time.Advance(TimeSpan.FromMinutes(4.9));
        await call.SendAsync([1]);
        rig.Test.Time.Advance(TimeSpan.FromMinutes(4.9));
        rig.Session.State.Should().NotBe(SessionState.Draining, "something came in time");

        rig.Test.Time.Advance(TimeSpan.FromMinutes(0.2));
        rig.Session.State.Should().Be(SessionState.Draining);
        rig.PlayOut();

        JsonElement problem = await call.ProblemAsync(408, "/problems/upload-stalled", retryable: true);
        problem
            .GetProperty("detail")
            .GetString()
            .Should()
            .Be("No data arrived for 300 s; what had arrived was played.");
        problem.GetProperty("reason").GetString().Should().Be("disconnected");
        rig.Heard()[..960].Should().Equal(Sound);
    }

    [Fact]
    public async Task A_body_that_never_begins_is_408_too()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin();
        rig.Test.Time.Advance(TimeSpan.FromMinutes(5));

        await call.ProblemAsync(408, "/problems/upload-stalled", retryable: true);
    }

    [Fact]
    public async Task A_client_that_is_held_back_by_a_full_session_stalls_nothing()
    {
        var rig = new PlayRig(configure: engine =>
            (engine.MaxBuffered, engine.MaxBacklog) = (TimeSpan.FromMilliseconds(100), TimeSpan.Zero)
        );
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(TestEngine.Ramp(9_600)));
        rig.Test.Time.Advance(TimeSpan.FromMinutes(6));
        call.IsDone.Should().BeFalse();
        rig.Session.State.Should().NotBe(SessionState.Draining);

        call.End();
        while (rig.Test.Engine.Sessions.Count > 0)
            rig.PlayOut();

        (await call.AnswerAsync()).Json.Should().Contain("\"playedMs\":200,");
        short[] stereo = [.. rig.Heard().SelectMany(static sample => new[] { sample, sample })];
        FadedSound
            .FindFault(
                stereo,
                [.. TestEngine.Ramp(9_600).SelectMany(static sample => new[] { sample, sample })],
                gaps: 2
            )
            .Should()
            .BeNull();
    }

    [Fact]
    public async Task A_client_whose_session_is_paused_stalls_nothing()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.Session.Pause();
        rig.Test.Time.Advance(TimeSpan.FromMinutes(11));
        rig.Session.State.Should().Be(SessionState.Paused);

        rig.Session.Resume();
        call.End();
        rig.PlayOut();

        (await call.AnswerAsync()).Status.Should().Be(200);
        rig.Heard().Where(sample => sample != 0).Should().HaveCount(960);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_paused_session_whose_client_has_gone_ends_when_that_has_been_inactive_for_its_time(bool waits)
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(TestEngine.Pcm(Sound), waits ? Raw : $"{Raw}&wait=false");
        rig.Session.Pause();
        if (waits)
        {
            rig.Test.Time.Advance(TimeSpan.FromMinutes(11));
            rig.Session.State.Should().Be(SessionState.Paused, "its client waits for the answer");
            call.HangUp();
        }
        await call.DoneAsync();

        rig.Test.Time.Advance(TimeSpan.FromMinutes(4.9));
        rig.Session.State.Should().Be(SessionState.Paused, "somebody may resume it");
        rig.Test.Time.Advance(TimeSpan.FromMinutes(0.2));
        rig.Test.Time.Advance(TimeSpan.FromSeconds(1)); // for its fade, which nobody renders

        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
        rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_paused_session_whose_client_has_gone_is_heard_if_it_is_resumed_in_time()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(TestEngine.Pcm(Sound), $"{Raw}&wait=false");
        rig.Session.Pause();
        await call.DoneAsync();
        rig.Test.Time.Advance(TimeSpan.FromMinutes(4));

        rig.Session.Resume();
        rig.PlayOut();
        rig.Test.Time.Advance(TimeSpan.FromMinutes(6));

        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
        rig.Heard().Where(sample => sample != 0).Should().HaveCount(960);
    }

    [Fact]
    public async Task A_paused_session_whose_body_never_begins_expires_and_is_answered_with_408()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        rig.Session.Pause();
        rig.Test.Time.Advance(TimeSpan.FromMinutes(5));

        JsonElement problem = await call.ProblemAsync(408, "/problems/upload-stalled", retryable: true);
        problem.GetProperty("reason").GetString().Should().Be("expired");
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Expired);
        rig.Test.Engine.Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stopping_daemon_plays_what_it_has_and_says_that_it_took_no_more()
    {
        var rig = new PlayRig();
        PlayCall call = rig.Begin(Raw);
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.Clients.Lock();
        Task<bool> drained = rig.Test.Engine.DrainAsync(TimeSpan.FromSeconds(10));
        await call.SendAsync(TestEngine.Pcm(Sound));
        rig.PlayOut();

        (await drained).Should().BeTrue();
        JsonElement problem = await call.ProblemAsync(503, "/problems/shutting-down", retryable: true);
        problem.GetProperty("reason").GetString().Should().Be("completed");
        problem.GetProperty("playedMs").GetDouble().Should().Be(20, "the second piece came too late");
        rig.Heard().Where(sample => sample != 0).Should().Equal(Sound);
    }

    [Fact]
    public async Task A_stopping_daemon_whose_patience_is_over_says_that_the_rest_was_not_heard()
    {
        var rig = new PlayRig();
        PlayCall call = await rig.SendAllAsync(TestEngine.Pcm(TestEngine.Ramp(9_600)), Raw);
        PlayCall unborn = rig.Begin();
        rig.Test.Output.Render(480);
        rig.Test.Output.FramesPlayed = 480;
        rig.Clients.Lock();

        rig.Clients.CloseAll(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "Daemon shutting down");
        rig.PlayOut();

        JsonElement problem = await call.ProblemAsync(503, "/problems/shutting-down", retryable: true);
        problem.GetProperty("reason").GetString().Should().Be("cancelled");
        problem.GetProperty("playedMs").GetDouble().Should().BeLessThan(200);
        await unborn.ProblemAsync(503, "/problems/shutting-down", retryable: true);
    }
}
