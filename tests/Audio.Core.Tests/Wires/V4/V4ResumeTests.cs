using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>A cut connection: nothing lost, nothing twice, and nobody else's.</summary>
public sealed class V4ResumeTests
{
    /// <summary>The samples of each frame of a session whose frames are held for want of memory.</summary>
    private static readonly short[] Held = TestEngine.Ramp(20_000);

    [Fact]
    public async Task After_a_cut_the_client_goes_on_at_what_was_received()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(8_000, 16_000, 24_000));
        await rig.UntilReceivedAsync("s", 6);
        await client.CutAsync();
        rig.Test.Output.Render(480);

        V4RawClient back = await rig.ConnectAsync();
        V4Resumed resumed = await back.AskAsync<V4Resumed>(
            new V4Resume { Token = client.Welcome.ResumeToken, RequestId = "r" }
        );
        resumed.RequestId.Should().Be("r");
        resumed.Ended.Should().BeEmpty();
        V4SessionStatus status = resumed.Sessions.Should().ContainSingle().Subject;
        status
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "s",
                    Received = 6L,
                    State = "playing",
                }
            );

        await back.SendAsync(status.Handle, 4, TestEngine.Pcm(24_000, 12_000, 24_000), end: true);
        await rig.UntilStreamEndsAsync("s");
        rig.PlayOut();

        rig.Heard().Take(3).Should().Equal(8_000, 16_000, 24_000);
        rig.Heard().ElementAt(242).Should().Be(0, "it has faded");
        rig.Heard()
            .Skip(480)
            .Take(3)
            .Should()
            .Equal([(short)50, (short)200, (short)0], "what it goes on with fades in");
        await back.ExpectAsync<V4Underrun>(); // nothing had come over the cut
        V4SessionEnded ended = await back.ExpectAsync<V4SessionEnded>();
        ended
            .Should()
            .BeEquivalentTo(
                new
                {
                    Reason = "completed",
                    FramesPlayed = 5L,
                    BytesReceived = 10L,
                }
            );
    }

    [Fact]
    public async Task What_ended_meanwhile_is_told_with_resumed()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(1, 2, 3), end: true);
        await rig.UntilStreamEndsAsync("s");
        await client.CutAsync();
        rig.PlayOut();

        V4RawClient back = await rig.ConnectAsync();
        V4Resumed resumed = await back.AskAsync<V4Resumed>(new V4Resume { Token = client.Welcome.ResumeToken });

        resumed.Sessions.Should().BeEmpty();
        resumed
            .Ended.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "s",
                    Reason = "completed",
                    FramesPlayed = 3L,
                }
            );
    }

    [Fact]
    public async Task When_the_window_is_over_the_session_ends_as_disconnected_with_what_arrived()
    {
        var rig = new V4Rig(new V4ServerOptions { ResumeWindow = TimeSpan.FromSeconds(5) });
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(1, 2, 3));
        await rig.UntilReceivedAsync("s", 6);
        await client.CutAsync();
        rig.Test.Output.PlayOut();

        rig.Test.Time.Advance(TimeSpan.FromSeconds(4.9));
        rig.Test.Engine.Sessions.Should().ContainSingle();
        rig.Test.Time.Advance(TimeSpan.FromSeconds(0.2));
        rig.PlayOut();

        rig.Ended.Should()
            .ContainSingle()
            .Which.Should()
            .BeEquivalentTo(new { SessionId = "s", Reason = SessionEndReason.Disconnected });
        rig.Ended[0].Statistics.FramesPlayed.Should().Be(3);
        V4RawClient back = await rig.ConnectAsync();
        (await back.AskAsync<V4Error>(new V4Resume { Token = client.Welcome.ResumeToken }))
            .Code.Should()
            .Be("invalid_token");
    }

    [Fact]
    public async Task A_token_is_good_once_and_the_new_one_takes_its_place()
    {
        var rig = new V4Rig();
        V4RawClient first = await rig.ConnectAsync();
        await first.StartAsync("s");
        await first.CutAsync();
        V4RawClient second = await rig.ConnectAsync();
        (await second.AskAsync<V4Resumed>(new V4Resume { Token = first.Welcome.ResumeToken }))
            .Sessions.Should()
            .ContainSingle();

        V4RawClient thief = await rig.ConnectAsync();
        (await thief.AskAsync<V4Error>(new V4Resume { Token = first.Welcome.ResumeToken }))
            .Code.Should()
            .Be("invalid_token");

        await second.CutAsync();
        V4RawClient third = await rig.ConnectAsync();
        (await third.AskAsync<V4Error>(new V4Resume { Token = first.Welcome.ResumeToken }))
            .Code.Should()
            .Be("invalid_token");
        (await third.AskAsync<V4Resumed>(new V4Resume { Token = second.Welcome.ResumeToken }))
            .Sessions.Should()
            .ContainSingle()
            .Which.SessionId.Should()
            .Be("s");
    }

    [Fact]
    public async Task A_connection_that_seems_open_is_closed_when_its_client_comes_back_on_another()
    {
        var rig = new V4Rig();
        V4RawClient halfOpen = await rig.ConnectAsync();
        V4SessionStarted started = await halfOpen.StartAsync("s");
        await halfOpen.SendAsync(started.Handle, 0, TestEngine.Pcm(1, 2));
        await rig.UntilReceivedAsync("s", 4);

        V4RawClient back = await rig.ConnectAsync();
        V4Resumed resumed = await back.AskAsync<V4Resumed>(new V4Resume { Token = halfOpen.Welcome.ResumeToken });

        (await halfOpen.NextAsync()).Should().BeNull("it is closed");
        await halfOpen.SendAsync(started.Handle, 4, TestEngine.Pcm(7)); // what comes on it no longer counts
        await back.SendAsync(resumed.Sessions[0].Handle, 4, TestEngine.Pcm(3), end: true);
        await rig.UntilStreamEndsAsync("s");
        rig.PlayOut();
        rig.Heard().Take(3).Should().Equal(1, 2, 3);
        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task What_was_held_for_want_of_memory_is_sent_again_and_heard_once()
    {
        (V4Rig rig, V4RawClient back, V4SessionStatus status) = await ResumeWhileHeldAsync(frames: 30, ends: false);
        status.Received.Should().BeInRange(400_000, 600_000, "1 MiB of 32-bit samples is half as much in 16 bits");
        rig.Test.Output.Render(240);
        long rest = status.Received;
        short[] next = [.. Enumerable.Range(0, 100).Select(i => Held[(rest / 2 + i) % Held.Length])];
        await back.SendAsync(status.Handle, rest, TestEngine.Pcm(next));
        for (int i = 0; i < 100; i++)
            rig.Test.Output.Render(240); // there is memory now, and far more is held than it takes to see that
        await V4Rig.UntilAsync(() =>
        {
            rig.Test.Time.Advance(TimeSpan.FromMilliseconds(100));
            return rig.Test.Engine.Sessions.Single().Statistics.BytesReceived >= rest + 200;
        });
        await back.SayAsync(new V4StopSession { SessionId = "full" });
        await rig.UntilStreamEndsAsync("full");
        rig.PlayOut();

        short[] heard = [.. rig.Heard()];
        heard
            .Take((int)(rest / 2) + 100)
            .Should()
            .Equal(Enumerable.Range(0, (int)(rest / 2) + 100).Select(i => Held[i % Held.Length]));
    }

    [Fact]
    public async Task The_end_behind_what_was_held_for_want_of_memory_is_sent_again_with_it()
    {
        // the last of them is held
        (V4Rig rig, V4RawClient back, V4SessionStatus status) = await ResumeWhileHeldAsync(frames: 14, ends: true);
        int rest = (int)status.Received / 2;
        rest.Should().BeInRange(260_000, 279_999, "some of the last frame was taken, and the end that it had was not");
        for (int i = 0; i < 100; i++)
            rig.Test.Output.Render(240);
        await back.SendAsync(status.Handle, 2 * rest, TestEngine.Pcm(Held[(rest - 260_000)..]), end: true);
        await V4Rig.UntilAsync(() =>
        {
            rig.Test.Time.Advance(TimeSpan.FromMilliseconds(100));
            return rig.Test.Engine.Sessions.Single().IsStreamEnded;
        });
        rig.PlayOut();

        rig.Heard().Take(280_000).Should().Equal(Enumerable.Range(0, 280_000).Select(i => Held[i % Held.Length]));
        rig.Ended.Should().ContainSingle().Which.Statistics.FramesPlayed.Should().Be(280_000);
    }

    [Fact]
    public async Task A_paused_session_whose_client_does_not_come_back_ends_in_silence()
    {
        var rig = new V4Rig(new V4ServerOptions { ResumeWindow = TimeSpan.FromSeconds(5) });
        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted started = await client.StartAsync("s");
        await client.SayAsync(new V4PauseSession { SessionId = "s" });
        await client.SendAsync(started.Handle, 0, TestEngine.Pcm(1, 2, 3), end: true);
        await rig.UntilStreamEndsAsync("s");
        await client.CutAsync();

        rig.Test.Time.Advance(TimeSpan.FromSeconds(6));
        rig.PlayOut();

        rig.Ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
        rig.Heard().Should().NotContain(sample => sample != 0);
    }

    [Fact]
    public async Task Resume_comes_before_the_first_session_of_a_connection()
    {
        var rig = new V4Rig();
        V4RawClient client = await rig.ConnectAsync();
        await client.StartAsync("s");
        (await client.AskAsync<V4Error>(new V4Resume { Token = "any" })).Code.Should().Be("invalid_field");
    }

    [Fact]
    public async Task Only_so_many_are_waited_for()
    {
        var rig = new V4Rig(new V4ServerOptions { MaxWaiting = 2 });
        var tokens = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            V4RawClient client = await rig.ConnectAsync();
            await client.StartAsync($"s{i}");
            tokens.Add(client.Welcome.ResumeToken);
            await client.CutAsync();
        }

        V4RawClient back = await rig.ConnectAsync();
        (await back.AskAsync<V4Error>(new V4Resume { Token = tokens[0] })).Code.Should().Be("invalid_token");
        (await back.AskAsync<V4Resumed>(new V4Resume { Token = tokens[1] })).Sessions.Should().ContainSingle();
    }

    /// <summary>
    /// Sends frames until the memory for all sessions, which is less than what this one may hold, is used up: one
    /// waits, and its connection with it. Another takes over.
    /// </summary>
    private static async Task<(V4Rig Rig, V4RawClient Back, V4SessionStatus Status)> ResumeWhileHeldAsync(
        int frames,
        bool ends
    )
    {
        const int Blocks = 128;
        var rig = new V4Rig(configure: options =>
        {
            options.MaxBufferedBytes = Blocks * 8 * 1024;
            options.MaxBacklogTotalBytes = 1024 * 1024;
        });
        while (rig.Test.Engine.BacklogBlocks.TryRent() is not null)
        {
            // Nothing can wait in bytes either.
        }

        V4RawClient client = await rig.ConnectAsync();
        V4SessionStarted full = await client.StartAsync("full");
        Task sending = SendAllAsync();
        await V4Rig.UntilAsync(() => rig.Test.Engine.BlocksRented == Blocks);

        V4RawClient back = await rig.ConnectAsync();
        V4Resumed resumed = await back.AskAsync<V4Resumed>(new V4Resume { Token = client.Welcome.ResumeToken });
        // the old connection is cut, and whatever is still said there falls on deaf ears
        rig.Test.Time.Advance(Outbox.CloseLimit);
        await sending;
        return (rig, back, resumed.Sessions.Should().ContainSingle().Subject);

        async Task SendAllAsync()
        {
            for (int i = 0; i < frames; i++)
                await client.SendAsync(full.Handle, 40_000 * i, TestEngine.Pcm(Held), end: ends && i == frames - 1);
        }
    }
}
