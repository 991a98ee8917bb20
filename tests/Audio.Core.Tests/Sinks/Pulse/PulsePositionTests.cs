using System.Globalization;
using System.Text.RegularExpressions;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Pulse;
using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.Pulse;

/// <summary>
/// What was heard, on a device that plays silence first: a null sink that nobody uses renders 2 s of it ahead.
/// </summary>
public sealed partial class PulsePositionTests
{
    private const int Period = 240;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Cold = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(2)]
    [InlineData(60)]
    public async Task FramesPlayed_on_a_cold_sink_begins_with_the_sound_and_not_with_the_silence_before_it(int periods)
    {
        await using PulseServer server = await PulseServer.StartAsync();
        // the server's own does not rewind, and so renders only 50 ms ahead
        await server.PactlAsync("load-module", "module-null-sink", "sink_name=cold");
        await server.PactlAsync("set-default-sink", "cold");
        var source = new TestSource(periods * Period);
        using var sink = new PulseSink(new SinkOptions { PulseServer = server.Address });
        sink.Start(source, static _ => { });

        // What the sink holds is played before anything that comes now; it is known for some moment of the question, so
        // no later than at its end.
        long began = TimeProvider.System.GetTimestamp();
        long asked;
        TimeSpan silence;
        do
        {
            asked = TimeProvider.System.GetTimestamp();
            string sinks = await server.PactlAsync("list", "sinks");
            silence = TimeSpan.FromMicroseconds(
                long.Parse(
                    LatencyLine()
                        .Match(sinks, sinks.IndexOf("Name: cold", StringComparison.Ordinal))
                        .Groups["us"]
                        .Value,
                    CultureInfo.InvariantCulture
                )
            );
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Limit);
        } while (silence < Cold);

        sink.Wake();
        await Until(() => sink.FramesRendered >= Math.Min(periods, 2) * Period);
        await Until(() => sink.FramesPlayed > 0);
        TimeSpan first = TimeProvider.System.GetElapsedTime(asked);
        await Until(() => sink.FramesPlayed == periods * Period);
        TimeSpan all = TimeProvider.System.GetElapsedTime(asked);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{silence.TotalMilliseconds:0} ms of silence; first heard after {first.TotalMilliseconds:0} ms, "
                + $"all after {all.TotalMilliseconds:0} ms"
        );
        first.Should().BeGreaterThan(silence - TimeSpan.FromMilliseconds(5));
        all.Should().BeGreaterThan(silence + TimeSpan.FromMilliseconds(5 * periods - 10));
    }

    private static async Task Until(Func<bool> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex(@"Latency: (?<us>\d+) usec", RegexOptions.ExplicitCapture)]
    private static partial Regex LatencyLine();
}
