using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>What a version 4 client is told of its sessions while they play.</summary>
public sealed class V4EventTests
{
    [Fact]
    public async Task Pause_resume_and_volume_are_answered_and_told()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        await client.StartAsync("s");

        await client.SayAsync(new V4PauseSession { SessionId = "s", RequestId = "1" });
        V4ServerMessage?[] pause = [await client.NextAsync(), await client.NextAsync()];
        pause
            .OfType<V4SessionChanged>()
            .Single()
            .Should()
            .Be(new V4SessionChanged("s", Paused: true, 1) { RequestId = "1" });
        pause.OfType<V4Paused>().Single().SessionId.Should().Be("s");

        await client.SayAsync(new V4ResumeSession { SessionId = "s", RequestId = "2" });
        V4ServerMessage?[] resume = [await client.NextAsync(), await client.NextAsync()];
        resume
            .OfType<V4SessionChanged>()
            .Single()
            .Should()
            .Be(new V4SessionChanged("s", Paused: false, 1) { RequestId = "2" });
        resume.OfType<V4PlaybackResumed>().Single().SessionId.Should().Be("s");

        (await client.AskAsync<V4SessionChanged>(new V4SetVolume { SessionId = "s", Volume = 0.5 }))
            .Should()
            .Be(new V4SessionChanged("s", Paused: false, 0.5));
        rig.Test.Engine.Sessions.Single().Volume.Should().Be(0.5f);
    }

    [Fact]
    public async Task A_mark_is_answered_and_told_when_it_is_heard()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        (
            await client.AskAsync<V4MarkSet>(
                new V4Mark
                {
                    SessionId = "s",
                    Offset = 200,
                    Name = "word",
                    RequestId = "m",
                }
            )
        ).Should().Be(new V4MarkSet("s", 200, "word") { RequestId = "m" });
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)));
        await rig.UntilReceivedAsync("s", 960);
        rig.Test.Output.Render(480);
        await client.ExpectAsync<V4Playing>();
        rig.PlayOut();
        (await client.ExpectAsync<V4MarkHeard>())
            .Should()
            .Match<V4MarkHeard>(static heard => heard.SessionId == "s" && heard.Offset == 200 && heard.Name == "word");
        for (int i = 0; i < 1_024; i++)
        {
            await client.AskAsync<V4MarkSet>(
                new V4Mark
                {
                    SessionId = "s",
                    Offset = 1_000_000,
                    Name = "later",
                }
            );
        }

        V4Error full = await client.AskAsync<V4Error>(
            new V4Mark
            {
                SessionId = "s",
                Offset = 0,
                Name = "one too many",
            }
        );
        full.Should()
            .Match<V4Error>(static error =>
                error.Code == V4ErrorCodes.TooManyMarks && error.Retryable && error.SessionId == "s"
            );
        (
            await client.AskAsync<V4Error>(
                new V4Mark
                {
                    SessionId = "nobody",
                    Offset = 0,
                    Name = "m",
                }
            )
        ).Code.Should().Be(V4ErrorCodes.SessionNotFound);
    }

    [Fact]
    public async Task Flow_tells_how_far_the_client_may_send_and_what_was_heard()
    {
        var rig = new V4Rig(configure: options => options.MaxBuffered = TimeSpan.FromSeconds(1));
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        started.Limit.Should().Be(96_000);

        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(24_000)));
        V4FlowMessage received = await client.ExpectAsync<V4FlowMessage>();
        received.Should().Be(new V4FlowMessage("s", started.Handle, 48_000, 96_000, 0));
        await rig.UntilReceivedAsync("s", 48_000);

        rig.Test.Output.Render(12_000);
        rig.Test.Output.FramesPlayed = 10_000;
        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(250));
        V4FlowMessage? played = null;
        while (played is not { Played: > 0 })
        {
            if (await client.NextAsync() is V4FlowMessage flow)
                played = flow;
        }
        played.Should().Be(new V4FlowMessage("s", started.Handle, 48_000, 96_000 + 24_000, 20_000));
    }

    [Fact]
    public async Task Played_reaches_received_while_the_session_is_open()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s", V4AudioFormat.Of(AudioFormat.Pcm16(16_000, 1)));
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(1_600)));
        await client.AskAsync<V4Pong>(new V4Ping()); // it was taken
        rig.PlayOut();
        V4FlowMessage? told = null;
        while (told is not { Played: 3_200 })
        {
            if (await client.NextAsync() is V4FlowMessage flow)
                told = flow;
        }

        told.Received.Should().Be(3_200);
    }

    [Fact]
    public async Task A_client_that_did_not_give_a_rate_is_told_times_and_the_rate()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s", new V4AudioFormat("auto"));
        byte[] wav = WaveFile.FromInt16(new short[1_600], 16_000, 1).ToBytes();
        await client.SendAsync(started.Handle, 0, wav);
        await client.AskAsync<V4Pong>(new V4Ping()); // it was taken
        rig.PlayOut();
        V4FlowMessage? told = null;
        while (told is not { PlayedMs: 100 })
        {
            if (await client.NextAsync() is V4FlowMessage flow)
                told = flow;
        }

        told.Played.Should().Be(wav.Length);
        await client.SendAsync(started.Handle, wav.Length, [], end: true);
        await rig.UntilStreamEndsAsync("s");
        rig.PlayOut();
        V4ServerMessage? last = null;
        while (last is not V4SessionEnded)
            last = await client.NextAsync();
        last.Should().BeOfType<V4SessionEnded>().Which.SampleRate.Should().Be(16_000);
    }

    [Fact]
    public async Task Flow_of_all_sessions_is_told_at_one_time_250_ms_after_the_first_had_something_to_say()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted early = await client.StartAsync("early");
        V4SessionStarted late = await client.StartAsync("late");
        await client.SendAsync(early.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(480)));
        await client.AskAsync<V4Pong>(new V4Ping()); // it was taken
        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(200));
        await client.SendAsync(late.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(240)));
        await client.AskAsync<V4Pong>(new V4Ping());
        client.Flows.Should().BeEmpty();

        rig.Test.Time.Advance(TimeSpan.FromMilliseconds(50));

        V4FlowMessage[] told = [await client.ExpectAsync<V4FlowMessage>(), await client.ExpectAsync<V4FlowMessage>()];
        told.Select(flow => (flow.SessionId, flow.Received)).Should().BeEquivalentTo([("early", 960L), ("late", 480L)]);
    }

    [Fact]
    public async Task Underruns_are_told_when_sound_goes_on()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(TestEngine.Ramp(240)));
        await rig.UntilReceivedAsync("s", 480);
        rig.Test.Output.PlayOut();
        await client.ExpectAsync<V4Playing>();

        await client.SendAsync(started.Handle, 480, TestEngine.Pcm(TestEngine.Ramp(240)));
        await rig.UntilReceivedAsync("s", 960);
        rig.Test.Output.PlayOut();

        V4Underrun underrun = await client.ExpectAsync<V4Underrun>();
        underrun.Should().BeEquivalentTo(new { SessionId = "s", Underruns = 1 });
    }
}
