using Audio.Host.Http.Problems;

namespace Audio.Host.Http.Reference;

/// <summary>Attaches reference text to a route.</summary>
internal static class RouteDescriptions
{
    /// <summary>Describes one of the version 3 pages.</summary>
    public static void DescribePage(this RouteHandlerBuilder route, string name, string summary, string answer) =>
        route
            .WithName(name)
            .WithTags("Daemon")
            .WithSummary(summary)
            .Describe(new ApiOperation { Answers = new Dictionary<int, string> { [200] = answer } });

    public static void Describe(this RouteHandlerBuilder route, ApiOperation operation)
    {
        foreach (int status in operation.Problems.Select(p => p.Status).Distinct())
            route.Produces<ApiProblem>(status, ApiProblem.ContentType);
        route.WithMetadata(operation);
    }
}
