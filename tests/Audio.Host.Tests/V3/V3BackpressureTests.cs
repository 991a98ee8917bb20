using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.V3;

/// <summary>Version 3 clients that send faster than sound is played.</summary>
public sealed class V3BackpressureTests
{
    [Fact]
    public async Task A_client_that_sends_all_at_once_and_leaves_is_answered_at_once_and_heard_whole()
    {
        var rig = new DialectRig(options => options.MaxBuffered = TimeSpan.FromMilliseconds(100));
        rig.Say(StartPcm16);
        short[] second = TestEngine.Ramp(30_000);
        for (int i = 0; i < 20; i++)
            rig.Say(Chunk(second));

        rig.Say("{\"type\":\"stop_session\"}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"bytesReceived\":1200000,\"chunksProcessed\":20,");
        await rig.Dialect.CloseAsync(inOrder: true);

        PlayUntil(rig, () => rig.Ended.Count > 0);
        rig.Heard().Take(600_000).Should().Equal(Enumerable.Repeat(second, 20).SelectMany(samples => samples));
        rig.Ended[0]
            .Should()
            .BeEquivalentTo(
                new { Reason = SessionEndReason.Completed, Statistics = new { FramesPlayed = 600_000L, Underruns = 0 } }
            );
    }

    [Fact]
    public async Task A_client_that_sends_faster_than_sound_waits_and_loses_nothing()
    {
        var rig = new DialectRig(options =>
            (options.MaxBuffered, options.MaxBacklog) = (TimeSpan.FromMilliseconds(100), TimeSpan.Zero)
        );
        rig.Say(StartPcm16);
        short[] half = TestEngine.Ramp(24_000);
        await rig.Offer(Chunk(half));

        Task offered = rig.Offer(Chunk(half));
        offered.IsCompleted.Should().BeFalse("100 ms are held, 64 KiB wait in the pipe, the rest waits at the client");

        PlayUntil(rig, () => offered.IsCompleted);
        await offered;
        Task stopped = rig.Offer("""{"type":"stop_session"}""");
        PlayUntil(rig, () => rig.Ended.Count > 0);
        await stopped;
        rig.Replies.Take()
            .Should()
            .ContainSingle()
            .Which.Should()
            .Contain("\"bytesReceived\":96000,\"chunksProcessed\":2,");
        rig.Heard().Take(48_000).Should().Equal([.. half, .. half]);
        (rig.Ended[0].Reason, rig.Ended[0].Statistics.FramesPlayed, rig.Ended[0].Statistics.Underruns)
            .Should()
            .Be((SessionEndReason.Completed, 48_000L, 0));
    }

    /// <summary>Plays on, 10 ms at a time, until a condition holds.</summary>
    private static void PlayUntil(DialectRig rig, Func<bool> done)
    {
        for (int i = 0; i < 2_000 && !done(); i++)
        {
            rig.Test.Output.Render(480);
            rig.Test.Output.FramesPlayed = rig.Test.Output.Rendered.Count / 2;
            rig.Test.Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        done().Should().BeTrue();
    }
}
