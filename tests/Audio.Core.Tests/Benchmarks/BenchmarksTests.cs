using System.Reflection;
using Audio.Benchmarks.Chunks;
using BenchmarkDotNet.Attributes;

namespace Audio.Core.Tests.Benchmarks;

/// <summary>
/// Every benchmark runs, with each of its parameters, once and untimed. What it measures is for benchmarks/run.sh.
/// </summary>
public sealed class BenchmarksTests
{
    /// <summary>The classes that hold benchmarks.</summary>
    public static TheoryData<Type> Classes =>
        [
            .. typeof(DaemonChunkBenchmarks)
                .Assembly.GetTypes()
                .Where(type => Marked<BenchmarkAttribute>(type).Any())
                .OrderBy(type => type.Name, StringComparer.Ordinal),
        ];

    [Fact]
    public void There_are_benchmarks_for_each_step_of_the_way() =>
        Classes
            .Select(row => row.Data.Name)
            .Should()
            .BeEquivalentTo(
                "ChunkIntakeBenchmarks",
                "ClientChunkBenchmarks",
                "CodecBenchmarks",
                "DaemonChunkBenchmarks",
                "DecodingBenchmarks",
                "FirstSoundBenchmarks",
                "JitterBufferBenchmarks",
                "LimiterBenchmarks",
                "MixerBenchmarks",
                "ParsingBenchmarks",
                "ResamplingBenchmarks",
                "StreamsBenchmarks"
            );

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task Each_runs(Type type)
    {
        foreach (object?[] parameters in Combinations(type))
        {
            foreach (MethodInfo benchmark in Marked<BenchmarkAttribute>(type))
            {
                object instance = Activator.CreateInstance(type)!;
                foreach ((PropertyInfo property, object? value) in Parameters(type).Zip(parameters))
                    property.SetValue(instance, value);

                await CallAllAsync<GlobalSetupAttribute>(instance, benchmark, attribute => attribute.Targets);
                await CallAllAsync<IterationSetupAttribute>(instance, benchmark, attribute => attribute.Targets);
                object? result = await CallAsync(instance, benchmark);
                await CallAllAsync<IterationCleanupAttribute>(instance, benchmark, attribute => attribute.Targets);
                await CallAllAsync<GlobalCleanupAttribute>(instance, benchmark, attribute => attribute.Targets);

                Assert.True(
                    IsSomething(result),
                    $"{type.Name}.{benchmark.Name}({string.Join(", ", parameters)}) did nothing: it returned {result}"
                );
            }
        }
    }

    private static IEnumerable<MethodInfo> Marked<TAttribute>(Type type)
        where TAttribute : Attribute =>
        type.GetMethods().Where(method => method.GetCustomAttribute<TAttribute>() is not null);

    private static PropertyInfo[] Parameters(Type type) =>
        [
            .. type.GetProperties()
                .Where(p => p.IsDefined(typeof(ParamsAttribute)) || p.IsDefined(typeof(ParamsAllValuesAttribute))),
        ];

    /// <summary>Every value of every parameter with every value of the others.</summary>
    private static IEnumerable<object?[]> Combinations(Type type) =>
        Parameters(type)
            .Aggregate(
                (IEnumerable<object?[]>)
                    [
                        [],
                    ],
                (rows, parameter) =>
                    rows.SelectMany(_ => Values(parameter), (row, value) => (object?[])[.. row, value]).ToArray()
            );

    private static IEnumerable<object?> Values(PropertyInfo parameter) =>
        parameter.GetCustomAttribute<ParamsAttribute>()?.Values
        ?? Enum.GetValues(parameter.PropertyType).Cast<object?>();

    private static async Task CallAllAsync<TAttribute>(
        object instance,
        MethodInfo benchmark,
        Func<TAttribute, string[]> targets
    )
        where TAttribute : Attribute
    {
        foreach (MethodInfo method in Marked<TAttribute>(instance.GetType()))
        {
            string[] names = targets(method.GetCustomAttribute<TAttribute>()!);
            if (names.Length == 0 || names.Contains(benchmark.Name))
                await CallAsync(instance, method);
        }
    }

    private static async Task<object?> CallAsync(object instance, MethodInfo method)
    {
        object? result = method.Invoke(instance, null);
        if (result is not Task task)
            return result;
        await task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        return task is Task<double> measured ? await measured : null;
    }

    /// <summary>
    /// A benchmark returns what it came to, so that nothing of it can be left out: samples, bytes, a gain.
    /// </summary>
    private static bool IsSomething(object? result) =>
        result is not null
        && result is not false
        && Convert.ToDouble(result, System.Globalization.CultureInfo.InvariantCulture) != 0;
}
