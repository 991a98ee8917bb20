using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Arrivals;

/// <summary>What a listener has of a trace.</summary>
/// <param name="Ttfa">Time to first audio.</param>
/// <param name="Underruns">Gaps inside the sound.</param>
/// <param name="Silence">How long the gaps were together.</param>
internal readonly record struct TraceOutcome(TimeSpan Ttfa, int Underruns, TimeSpan Silence);

/// <summary>
/// Plays a trace through the whole engine, in virtual time, with a sink that behaves as ours do: woken when idle, then
/// every period.
/// </summary>
internal static class TraceRun
{
    private const int Rate = 8_000;

    public static TraceOutcome Play(ArrivalTrace trace, TimeSpan prefill, TimeSpan maxPrefill)
    {
        var test = new TestEngine(options =>
        {
            options.Sink = options.Sink with { SampleRate = Rate };
            options.Prefill = prefill;
            options.MaxPrefill = maxPrefill;
            options.MaxBuffered = TimeSpan.FromMinutes(2);
        });
        AudioSession session = test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(Rate, 1) });
        var clock = new SinkClock(test, Rate);
        foreach ((long micros, long duration) in trace.Chunks)
        {
            clock.RunTo(micros);
            byte[] chunk = Loud((int)(duration * Rate / 1_000_000));
            session.WriteAsync(chunk).IsCompletedSuccessfully.Should().BeTrue();
        }

        session.Complete();
        clock.RunOut();
        SessionStatistics statistics = session.Statistics;
        session.Completion.IsCompleted.Should().BeTrue();
        statistics.FramesPlayed.Should().Be(statistics.FramesReceived);
        TimeSpan ttfa = statistics.Ttfa.Device!.Value;
        TimeSpan silence = TimeSpan.FromMicroseconds(clock.LastSound) - ttfa - trace.Sound;
        return new TraceOutcome(ttfa, statistics.Underruns, silence);
    }

    /// <summary>Sound that is nowhere silent: what comes too late was cut off.</summary>
    private static byte[] Loud(int frames) => TestEngine.Pcm([.. Enumerable.Repeat((short)10_000, frames)]);
}
