using Audio.Core.Wires.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>Connections on threads of their own that resume each other at the same moment.</summary>
public sealed class V4HandoverThreadTests
{
    private const int Rounds = 500;

    [Fact]
    public async Task Connections_that_resume_each_other_at_the_same_moment_come_to_rest_and_one_goes_on()
    {
        var test = new TestEngine(start: static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false));
        var server = new V4Server(test.Engine, options: null, test.Time);
        for (int round = 0; round < Rounds; round++)
        {
            HandoverPeer[] ring =
            [
                .. Enumerable.Range(0, 2 + round % 2).Select(i => new HandoverPeer($"{(char)('A' + i)}", server)),
            ];
            foreach (HandoverPeer peer in ring)
                await peer.WelcomeAsync();
            string[] next = [.. ring.Select((_, i) => ring[(i + 1) % ring.Length].Token)];
            int ready = 0;
            await Task.WhenAll(
                ring.Select(
                    (peer, i) =>
                        Task.Run(() =>
                        {
                            Interlocked.Increment(ref ready);
                            while (Volatile.Read(ref ready) < 2)
                                Thread.SpinWait(1);
                            peer.ResumeAtOnce(next[i]);
                        })
                )
            );

            foreach (HandoverPeer peer in ring)
                await HandoverPeer.UntilAsync(() => peer.IsAtRest, $"{peer.Name} waits for ever in round {round}");
            ring.Should().Contain(peer => peer.IsOpen, $"somebody has resumed last in round {round}");
        }
    }
}
