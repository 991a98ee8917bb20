using Audio.LoadGenerator.Measuring;

namespace Audio.LoadGenerator.Driving;

/// <summary>The results of a run.</summary>
internal sealed record LoadReport(LoadOptions Options, IReadOnlyList<StepResult> Steps)
{
    /// <summary>When.</summary>
    public DateTimeOffset Date { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>On what.</summary>
    public string Machine { get; } = MachineUsage.Describe();

    /// <summary>
    /// The largest number of sessions for which it and all smaller numbers had no underrun or loss; 0 if there is none.
    /// </summary>
    public int Largest
    {
        get
        {
            int failed = Steps
                .Where(static step => !step.IsClean)
                .Select(static step => step.Sessions)
                .DefaultIfEmpty(int.MaxValue)
                .Min();
            return Steps
                .Where(step => step.IsClean && step.Sessions < failed)
                .Select(static step => step.Sessions)
                .DefaultIfEmpty(0)
                .Max();
        }
    }

    /// <summary>The daemon's CPU by number of sessions.</summary>
    public LinearFit? CpuFit => LinearFit.Of([.. Steps.Select(static step => ((double)step.Sessions, step.DaemonCpu))]);

    /// <summary>Its memory by number of sessions, in MB.</summary>
    public LinearFit? MemoryFit =>
        LinearFit.Of([.. Steps.Select(static step => ((double)step.Sessions, step.ResidentMb))]);
}
