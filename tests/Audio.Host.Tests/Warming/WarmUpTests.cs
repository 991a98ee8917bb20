using Audio.Core.Sessions;
using Audio.Host.Warming;
using Audio.Protocol;

namespace Audio.Host.Tests.Warming;

public sealed class WarmUpTests
{
    /// <summary>A refused or broken connection is a fault of the warm-up that would go unnoticed in a daemon.</summary>
    [Fact]
    public async Task It_goes_the_whole_way_on_every_wire()
    {
        await using var daemon = new WarmUpDaemon(TimeProvider.System);
        var ended = new List<SessionResult>();
        using IDisposable watch = daemon.Engine.SessionEnded.Subscribe(ended.Add);

        await WarmUp.RunAsync(daemon, TestContext.Current.CancellationToken);

        ended
            .Should()
            .HaveCount(15)
            .And.OnlyContain(result =>
                result.Reason == SessionEndReason.Completed && result.Statistics.FramesPlayed > 0
            );
        ended
            .Select(result => result.Owner)
            .Where(owner => owner is not null && owner.StartsWith("client_", StringComparison.Ordinal))
            .Should()
            .HaveCount(3);
        ended.Count(result => result.Owner == "http").Should().Be(3);
        ended
            .Select(result => result.Format!.Value.SampleRate)
            .Distinct()
            .Should()
            .BeEquivalentTo([8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000]);
    }
}
