using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>What a version 4 client is told of its company: in virtual time.</summary>
public sealed class V4EtiquetteTests
{
    private static readonly SessionEtiquette Queue = new() { Channel = "c", Overlap = ChannelOverlap.Queue };
    private static readonly SessionEtiquette Replace = new() { Channel = "c", Overlap = ChannelOverlap.Replace };

    private readonly V4Rig _rig = new();

    [Fact]
    public async Task One_that_waits_is_told_behind_session_started_and_plays_when_the_channel_is_free()
    {
        V4RawClient one = await _rig.ConnectAsync();
        V4RawClient two = await _rig.ConnectAsync();
        V4SessionStarted first = await StartAsync(one, "first", Queue);
        await one.SendAsync(first.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)), end: true);
        await _rig.UntilStreamEndsAsync("first");

        V4SessionStarted second = await StartAsync(two, "second", Queue);
        (await two.ExpectAsync<V4SessionQueued>())
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "second",
                    Channel = "c",
                    Position = 2,
                    InterruptedBy = (string?)null,
                }
            );
        (await two.AskAsync<V4Status>(new V4GetStatus())).Sessions.Single().State.Should().Be("queued");
        await two.SendAsync(second.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480, first: 1_001)), end: true);
        await _rig.UntilStreamEndsAsync("second");
        _rig.PlayOut();
        _rig.PlayOut();

        await one.ExpectAsync<V4Playing>();
        (await one.ExpectAsync<V4SessionEnded>()).Reason.Should().Be("completed");
        (await two.ExpectAsync<V4Playing>()).SessionId.Should().Be("second");
        (await two.ExpectAsync<V4SessionEnded>())
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "second",
                    Reason = "completed",
                    FramesPlayed = 480L,
                }
            );
        _rig.Heard()
            .Where(s => s != 0)
            .Should()
            .Equal([.. TestEngine.Ramp(480), .. TestEngine.Ramp(480, first: 1_001)]);
    }

    [Fact]
    public async Task What_a_session_says_it_does_against_late_chunks_is_what_it_has()
    {
        V4RawClient client = await _rig.ConnectAsync();
        await client.AskAsync<V4SessionStarted>(
            new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(48_000, 1)), Jitter = "40" }
        );
        _rig.Test.Engine.Sessions.Single().Jitter.Should().Be(SessionJitter.Fixed(TimeSpan.FromMilliseconds(40)));
    }

    [Fact]
    public async Task One_that_is_interrupted_is_told_by_whom_and_then_that_it_goes_on()
    {
        V4RawClient one = await _rig.ConnectAsync();
        V4RawClient two = await _rig.ConnectAsync();
        V4SessionStarted there = await StartAsync(one, "there", new SessionEtiquette { Channel = "c" });
        await one.SendAsync(there.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(4_800)), end: true);
        await _rig.UntilStreamEndsAsync("there");
        _rig.Test.Output.Render(240);
        await one.ExpectAsync<V4Playing>();

        V4SessionStarted comes = await StartAsync(two, "comes", Replace with { ResumeInterrupted = true });
        (await one.ExpectAsync<V4SessionQueued>())
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "there",
                    Channel = "c",
                    Position = 1,
                    InterruptedBy = "comes",
                }
            );
        await two.SendAsync(comes.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)), end: true);
        await _rig.UntilStreamEndsAsync("comes");
        _rig.PlayOut();
        await two.ExpectAsync<V4Playing>();
        (await two.ExpectAsync<V4SessionEnded>()).Reason.Should().Be("completed");
        (await one.ExpectAsync<V4PlaybackResumed>()).SessionId.Should().Be("there");
        _rig.PlayOut();

        (await one.ExpectAsync<V4SessionEnded>())
            .Should()
            .BeEquivalentTo(new { Reason = "completed", FramesPlayed = 4_800L });
    }

    [Fact]
    public async Task One_that_is_replaced_dropped_or_stale_is_told_so()
    {
        V4RawClient one = await _rig.ConnectAsync();
        V4RawClient two = await _rig.ConnectAsync();
        await StartAsync(one, "there", Queue);

        await StartAsync(two, "drops", Queue with { Overlap = ChannelOverlap.Drop });
        (await two.ExpectAsync<V4SessionEnded>())
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "drops",
                    Reason = "dropped",
                    FramesPlayed = 0L,
                }
            );
        await StartAsync(two, "stale", Queue with { ExpiresAfter = TimeSpan.FromMilliseconds(500) });
        await two.ExpectAsync<V4SessionQueued>();
        _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(501));
        (await two.ExpectAsync<V4SessionEnded>())
            .Should()
            .BeEquivalentTo(new { SessionId = "stale", Reason = "expired" });
        await StartAsync(two, "comes", Replace);

        (await one.ExpectAsync<V4SessionEnded>())
            .Should()
            .BeEquivalentTo(new { SessionId = "there", Reason = "replaced" });
        (await two.AskAsync<V4Status>(new V4GetStatus())).Sessions.Single().SessionId.Should().Be("comes");
    }

    [Fact]
    public async Task While_it_waits_nothing_ticks_and_when_it_plays_its_flow_goes_on()
    {
        V4RawClient one = await _rig.ConnectAsync();
        V4RawClient two = await _rig.ConnectAsync();
        await StartAsync(one, "first", Queue);
        V4SessionStarted second = await StartAsync(two, "second", Queue);
        await two.ExpectAsync<V4SessionQueued>();
        await two.SendAsync(second.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(24_000)), end: true);
        await _rig.UntilStreamEndsAsync("second");
        _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(600));
        V4FlowMessage waiting = await two.ExpectAsync<V4FlowMessage>();
        (waiting.Received, waiting.Played).Should().Be((48_000, 0));
        for (int i = 0; i < 4; i++)
            _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(250));
        (await two.AskAsync<V4Status>(new V4GetStatus())).Sessions.Single().Played.Should().Be(0);
        two.Flows.Should().BeEmpty("nothing moved");

        (await BothAsync(one, new V4CancelSession { SessionId = "first" }))
            .Should()
            .BeEquivalentTo(["session_stopped", "session_ended"]);
        for (int i = 0; i < 50; i++)
            _rig.Test.Output.Render(240);
        _rig.Test.Output.FramesPlayed = 12_000;
        await two.ExpectAsync<V4Playing>();
        _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(251));

        (await two.ExpectAsync<V4FlowMessage>()).Played.Should().Be(24_000);
    }

    [Fact]
    public async Task Whose_client_is_gone_plays_in_its_turn_when_queued_but_not_when_paused()
    {
        V4RawClient one = await _rig.ConnectAsync();
        V4RawClient two = await _rig.ConnectAsync();
        V4SessionStarted first = await StartAsync(one, "first", Queue);
        await one.SendAsync(first.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)));
        await _rig.UntilReceivedAsync("first", 960);
        foreach (string id in (string[])["queued", "paused"])
        {
            V4SessionStarted started = await StartAsync(two, id, Queue);
            await two.ExpectAsync<V4SessionQueued>();
            await two.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)));
            await _rig.UntilReceivedAsync(id, 960);
        }
        (await BothAsync(two, new V4PauseSession { SessionId = "paused" }))
            .Should()
            .BeEquivalentTo(["session_changed", "paused"]);

        await two.CutAsync();
        _rig.Test.Time.Advance(TimeSpan.FromSeconds(31)); // its window is over
        _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(300)); // the device stands still: nobody waits for a fade
        _rig.Ended.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { SessionId = "paused", Reason = SessionEndReason.Disconnected });
        await one.SendAsync(first.Handle, 960, [], end: true);
        await _rig.UntilStreamEndsAsync("first");
        _rig.PlayOut();
        _rig.PlayOut();

        _rig.Ended.Select(end => (end.SessionId, end.Reason, end.Statistics.FramesPlayed))
            .Should()
            .Equal(
                ("paused", SessionEndReason.Disconnected, 0),
                ("first", SessionEndReason.Completed, 480),
                ("queued", SessionEndReason.Disconnected, 480)
            );
    }

    [Fact]
    public async Task One_that_comes_back_is_told_again_that_it_waits()
    {
        V4RawClient one = await _rig.ConnectAsync();
        V4RawClient two = await _rig.ConnectAsync();
        await StartAsync(one, "first", Queue);
        await StartAsync(two, "second", Queue);
        await two.ExpectAsync<V4SessionQueued>();

        await two.CutAsync();
        V4RawClient again = await _rig.ConnectAsync();
        V4Resumed resumed = await again.AskAsync<V4Resumed>(new V4Resume { Token = two.Welcome.ResumeToken });

        resumed.Sessions.Single().State.Should().Be("queued");
        (await again.ExpectAsync<V4SessionQueued>()).SessionId.Should().Be("second");
    }

    [Fact]
    public async Task One_that_is_let_go_on_after_a_pause_is_told_that_it_waits_on()
    {
        V4RawClient client = await _rig.ConnectAsync();
        await StartAsync(client, "first", Queue);
        await StartAsync(client, "second", Queue);
        await client.ExpectAsync<V4SessionQueued>();
        (await BothAsync(client, new V4PauseSession { SessionId = "second" }))
            .Should()
            .BeEquivalentTo(["session_changed", "paused"]);

        (await BothAsync(client, new V4ResumeSession { SessionId = "second" }))
            .Should()
            .BeEquivalentTo(["session_changed", "session_queued"]);
    }

    /// <summary>A reply and an event, which come in either order.</summary>
    private static async Task<string[]> BothAsync(V4RawClient client, V4ClientMessage message)
    {
        await client.SayAsync(message);
        var types = new List<string>();
        while (types.Count < 2)
        {
            if (await client.NextAsync() is { } said and not V4FlowMessage)
                types.Add(said.Type);
        }
        return [.. types];
    }

    private static Task<V4SessionStarted> StartAsync(V4RawClient client, string id, SessionEtiquette etiquette) =>
        client.AskAsync<V4SessionStarted>(
            new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(48_000, 1)), SessionId = id }.With(
                etiquette
            )
        );
}
