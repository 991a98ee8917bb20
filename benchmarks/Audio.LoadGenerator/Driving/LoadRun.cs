using Audio.LoadGenerator.Measuring;

namespace Audio.LoadGenerator.Driving;

/// <summary>Runs the steps, then searches for the largest number of sessions without an underrun.</summary>
/// <param name="options">The load.</param>
/// <param name="log">Told how it goes.</param>
internal sealed class LoadRun(LoadOptions options, TextWriter log)
{
    /// <summary>The search ends when its bounds are this close.</summary>
    private const double Nearness = 0.05;

    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(1);

    /// <summary>Runs all of it.</summary>
    public async Task<LoadReport> RunAsync()
    {
        using GcWatch? watch = options.WatchCollections ? GcWatch.TryStart(options.ProcessId, log) : null;
        var step = new LoadStep(options, watch);
        var results = new List<StepResult>();
        foreach (int sessions in options.Sessions)
            await RunStepAsync(sessions);
        if (options.Find > 0)
            await SearchAsync();
        return new LoadReport(options, results);

        async Task<bool> RunStepAsync(int sessions)
        {
            StepResult result = await step.RunAsync(sessions);
            results.Add(result);
            await log.WriteLineAsync(
                $"{result.Sessions.ToString().PadLeft(6)} sessions: {result.Underruns} underruns, "
                    + $"daemon {100 * result.DaemonCpu:F1} % of a core, {result.ResidentMb:F1} MB, "
                    + $"first sound p50 {result.TtfaMs?.P50:F2} ms p99 {result.TtfaMs?.P99:F2} ms"
                    + (result.Faults.Count > 0 ? $"; {result.Faults[0]}" : "")
            );
            await Task.Delay(BetweenSteps, TimeProvider.System);
            return result.IsClean;
        }

        async Task SearchAsync()
        {
            int good = results.Where(static r => r.IsClean).Select(static r => r.Sessions).DefaultIfEmpty(0).Max();
            int bad = results
                .Where(r => !r.IsClean && r.Sessions > good)
                .Select(static r => r.Sessions)
                .DefaultIfEmpty(int.MaxValue)
                .Min();
            while (bad == int.MaxValue && good < options.Find)
            {
                int next = Math.Min(options.Find, Math.Max(1, 2 * good));
                if (await RunStepAsync(next))
                    good = next;
                else
                    bad = next;
            }
            while (bad != int.MaxValue && bad - good > Math.Max(1, Nearness * good))
            {
                int next = good + (bad - good) / 2;
                if (await RunStepAsync(next))
                    good = next;
                else
                    bad = next;
            }
        }
    }
}
