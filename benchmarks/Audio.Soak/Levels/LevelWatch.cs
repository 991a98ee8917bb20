using Audio.Hostile.Daemon;

namespace Audio.Soak.Levels;

/// <summary>What the daemon's process held, second by second.</summary>
internal sealed class LevelWatch
{
    /// <summary>What memory may grow by from the third quarter to the last one, beside a quarter of itself.</summary>
    private const double AllowedGrowthMiB = 48;

    /// <summary>Shorter runs say nothing about growth: their second half is still the warm-up.</summary>
    private const int LeastSamples = 240;

    private readonly List<ProcessState> _samples = [];

    /// <summary>Adds a sample.</summary>
    public void Add(ProcessState state) => _samples.Add(state);

    /// <summary>The largest memory.</summary>
    public double PeakMiB => _samples.Select(static s => s.ResidentMiB).DefaultIfEmpty().Max();

    /// <summary>The medians of memory in each quarter of the run.</summary>
    public IReadOnlyList<double> Quarters => [.. Enumerable.Range(0, 4).Select(Quarter)];

    /// <summary>Whether memory grows in the second half; a sentence, or <see langword="null"/>.</summary>
    public string? Growth
    {
        get
        {
            IReadOnlyList<double> quarters = Quarters;
            return _samples.Count < LeastSamples || quarters[3] <= 1.25 * quarters[2] + AllowedGrowthMiB
                ? null
                : $"Memory grows: {quarters[2]:0} MiB in the third quarter (median), {quarters[3]:0} MiB in the last.";
        }
    }

    private double Quarter(int number)
    {
        double[] quarter =
        [
            .. _samples
                .Skip(number * _samples.Count / 4)
                .Take(_samples.Count / 4)
                .Select(static s => s.ResidentMiB)
                .Order(),
        ];
        return quarter.Length == 0 ? 0 : quarter[quarter.Length / 2];
    }
}
