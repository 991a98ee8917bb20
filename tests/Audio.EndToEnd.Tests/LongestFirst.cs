using Audio.EndToEnd.Tests;
using Audio.EndToEnd.Tests.BadInput;
using Audio.EndToEnd.Tests.Benchmarks;
using Audio.EndToEnd.Tests.Client;
using Audio.EndToEnd.Tests.Commands;
using Audio.EndToEnd.Tests.Http;
using Audio.EndToEnd.Tests.ProtocolV3;
using Audio.EndToEnd.Tests.Structure;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Audio.EndToEnd.Tests;

/// <summary>
/// Starts the classes that take longest first, so that the run does not end with one of them while a core is idle.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. new[]
        {
            typeof(SoakTests),
            typeof(ContributingTests),
            typeof(PackageTests),
            typeof(PlayTests),
            typeof(StartStopTests),
            typeof(EndingTests),
            typeof(NeighbourTests),
            typeof(UploadTests),
            typeof(MeanwhileTests),
            typeof(LoadGeneratorTests),
            typeof(CompareScriptTests),
        }.Select(static type => type.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderByDescending(static collection =>
                Longest.Any(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal))
            ),
        ];
}
