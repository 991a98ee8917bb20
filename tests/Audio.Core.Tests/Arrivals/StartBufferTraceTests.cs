using Audio.Core.Engine;

namespace Audio.Core.Tests.Arrivals;

/// <summary>
/// The buffer that learns beside fixed prefills, each through the whole engine in virtual time, on the arrivals of
/// every kind of producer.
/// </summary>
/// <remarks>
/// No buffer that starts with the first chunk can foresee a stall that one with 250 ms in hand sits out. So the claim
/// is: nobody starts sooner, and who starts as soon has as many underruns or more. It follows that a fixed prefill with
/// fewer underruns, or as many, has the longer TTFA.
/// </remarks>
public sealed class StartBufferTraceTests(ITestOutputHelper log)
{
    private static readonly int[] FixedPrefills = [0, 20, 40, 80, 160, 250];

    private static readonly TimeSpan Cap = new AudioEngineOptions().MaxPrefill;

    public static TheoryData<string> Names => [.. ArrivalTraces.All.Select(static trace => trace.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_fixed_prefill_starts_sooner_and_none_that_starts_as_soon_has_fewer_underruns(string name)
    {
        ArrivalTrace trace = ArrivalTraces.All.Single(trace => trace.Name == name);
        TraceOutcome learning = TraceRun.Play(trace, TimeSpan.Zero, Cap);
        log.WriteLine($"learning: {learning}");
        foreach (int milliseconds in FixedPrefills)
        {
            TraceOutcome with = TraceRun.Play(trace, TimeSpan.FromMilliseconds(milliseconds), TimeSpan.Zero);
            log.WriteLine($"{milliseconds} ms: {with}");
            learning.Ttfa.Should().BeLessThanOrEqualTo(with.Ttfa, $"{milliseconds} ms are to be no sooner");
            if (with.Ttfa <= learning.Ttfa)
            {
                learning
                    .Underruns.Should()
                    .BeLessThanOrEqualTo(with.Underruns, $"with {milliseconds} ms it starts as soon");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_trace_runs_dry_more_often_than_before_pauses_were_told_from_gaps_and_each_begins_at_once(string name)
    {
        TraceOutcome learning = TraceRun.Play(
            ArrivalTraces.All.Single(trace => trace.Name == name),
            TimeSpan.Zero,
            Cap
        );
        learning.Underruns.Should().BeLessThanOrEqualTo(TraceFigures.Underruns[name]);
        learning.Ttfa.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Of_the_underruns_of_all_traces_few_are_left()
    {
        int without = 0;
        int learning = 0;
        foreach (ArrivalTrace trace in ArrivalTraces.All)
        {
            without += TraceRun.Play(trace, TimeSpan.Zero, TimeSpan.Zero).Underruns;
            learning += TraceRun.Play(trace, TimeSpan.Zero, Cap).Underruns;
        }

        log.WriteLine($"{without} underruns without learning, {learning} with it");
        learning.Should().BeLessThan(without / 5);
    }
}
