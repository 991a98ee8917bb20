using Audio.Client;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>Marks in a tone that the real daemon plays.</summary>
public sealed class MarkTests(NullDaemon daemon) : IClassFixture<NullDaemon>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task They_are_told_in_their_order_and_the_last_before_the_ending()
    {
        await using AudioDaemonClient client = await AudioDaemonClient.ConnectAsync(
            $"ws://127.0.0.1:{daemon.Daemon.Port}"
        );
        await using PlaybackSession session = await client.StartSessionAsync(
            AudioFormat.Pcm16(48_000, 1),
            new AudioSessionOptions { Effects = "speed:1.5" }
        );
        IAsyncEnumerable<SessionEvent> events = session.ReadEventsAsync(TestContext.Current.CancellationToken);
        byte[] half = Pcm.Bytes([.. Enumerable.Range(0, 12_000).Select(i => (short)(8_000 * Math.Sin(i * 0.05)))]);

        await session.MarkAsync("middle", half.Length);
        await session.MarkAsync("beginning");
        await session.WriteAsync(half);
        await session.WriteAsync(half);
        await session.MarkAsync("end");
        PlaybackResult result = await session.CompleteAsync().WaitAsync(Limit, TimeProvider.System);
        var told = new List<string>();
        await foreach (SessionEvent e in events)
        {
            if (e is SessionMarkHeard mark)
                told.Add($"{mark.Name} {mark.Offset}");
            else if (e is SessionEnded)
                told.Add("ended");
        }

        (result.Reason, result.FramesPlayed).Should().Be((SessionEndReason.Completed, 24_000));
        told.Should().Equal("beginning 0", "middle 24000", "end 48000", "ended");
    }
}
