using Audio.EndToEnd.Tests;
using Audio.EndToEnd.Tests.BadInput;
using Audio.EndToEnd.Tests.Benchmarks;
using Audio.EndToEnd.Tests.Client;
using Audio.EndToEnd.Tests.Commands;
using Audio.EndToEnd.Tests.Http;
using Audio.EndToEnd.Tests.JavaScript;
using Audio.EndToEnd.Tests.ProtocolV2;
using Audio.EndToEnd.Tests.ProtocolV3;
using Audio.EndToEnd.Tests.Safety;
using Audio.EndToEnd.Tests.Structure;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Audio.EndToEnd.Tests;

/// <summary>
/// Starts the classes that take longest first, in this order, so that the run does not end with one of them alone.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        .. new[]
        {
            typeof(FirstSoakTests),
            typeof(SecondSoakTests),
            typeof(LongMessageTests),
            typeof(StreamedAnswerTests),
            typeof(StartStopTests),
            typeof(NeighbourTests),
            typeof(LoadGeneratorTests),
            typeof(UploadTests),
            typeof(CompareScriptTests),
            typeof(DeadClientTests),
            typeof(ContributingTests),
            typeof(PackageTests),
            typeof(MeanwhileTests),
            typeof(FaultTests),
            typeof(JavaScriptFaultTests),
            typeof(PackedClientTests),
            typeof(ClientChecksTests),
            typeof(TerminalTests),
            typeof(SuspendedDaemonTests),
            typeof(AudibilityTests),
            typeof(EndpointTests),
            typeof(PlayTests),
            typeof(EndingTests),
            typeof(CurlTests),
            typeof(HostileTests),
        }.Select(static type => type.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(static collection => Place(collection.TestCollectionDisplayName))];

    private static int Place(string collection)
    {
        int place = Array.FindIndex(Longest, name => collection.Contains(name, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
