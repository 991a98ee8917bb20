using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Audio.Benchmarks.FirstSound;

/// <summary>The median of one stage.</summary>
internal sealed class StageColumn(Stage stage) : IColumn
{
    public string Id => $"{nameof(Stage)}.{stage}";

    public string ColumnName => $"{stage} [ms]";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => (int)stage;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => $"{stage}: median, in milliseconds";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        Stages.Median(benchmarkCase.Descriptor.WorkloadMethod.Name, stage) is { } median ? $"{median:F3}" : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);
}
