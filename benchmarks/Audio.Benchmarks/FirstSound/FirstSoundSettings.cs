using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;

namespace Audio.Benchmarks.FirstSound;

/// <summary>Measures wall-clock time, because another process is involved, and adds a column for each stage.</summary>
internal sealed class FirstSoundSettings : ManualConfig
{
    public FirstSoundSettings()
    {
        AddJob(Job.Default.WithClock(Chronometer.BestClock).AsMutator());
        foreach (Stage stage in Enum.GetValues<Stage>())
            AddColumn(new StageColumn(stage));
    }
}
