using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Arrivals;

/// <summary>What a listener has of a trace.</summary>
/// <param name="Ttfa">Time to first audio.</param>
/// <param name="Underruns">Gaps inside the sound.</param>
/// <param name="Silence">How long the gaps were together.</param>
internal readonly record struct TraceOutcome(TimeSpan Ttfa, int Underruns, TimeSpan Silence);

/// <summary>Plays a trace through the whole engine, in virtual time, with a sink that behaves as ours do: woken when idle, then every period.</summary>
internal static class TraceRun
{
    private const int Rate = 8_000;
    private const long PeriodMicros = 5_000;
    private const int PeriodFrames = (int)(Rate * PeriodMicros / 1_000_000);

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
        var clock = new SinkClock(test);
        foreach ((long micros, long duration) in trace.Chunks)
        {
            clock.RunTo(micros);
            byte[] chunk = new byte[2 * (duration * Rate / 1_000_000)];
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

    private sealed class SinkClock(TestEngine test)
    {
        private long _now;
        private long? _nextPeriod; // null: idle
        private int _wakes;

        /// <summary>When the last period that sounded ended.</summary>
        public long LastSound { get; private set; }

        public void RunTo(long micros)
        {
            while (true)
            {
                if (_nextPeriod is null && test.Output.Wakes != _wakes) _nextPeriod = _now;
                if (_nextPeriod == _now) Render();
                if (_now >= micros) return;
                long next = Math.Min(micros, _nextPeriod ?? _now + 1_000); // idle, it looks every millisecond whether a timer woke it
                test.Time.Advance(TimeSpan.FromMicroseconds(next - _now));
                _now = next;
            }
        }

        public void RunOut()
        {
            RunTo(_now + 1_000);
            while (_nextPeriod is not null) RunTo(_now + 1_000);
            test.Time.Advance(TimeSpan.FromSeconds(1));
        }

        private void Render()
        {
            _wakes = test.Output.Wakes;
            if (test.Output.Render(PeriodFrames))
            {
                _nextPeriod = _now + PeriodMicros;
                LastSound = _nextPeriod.Value;
            }
            else
            {
                _nextPeriod = null;
            }

            test.Output.FramesPlayed = test.Output.Rendered.Count / 2;
        }
    }
}
