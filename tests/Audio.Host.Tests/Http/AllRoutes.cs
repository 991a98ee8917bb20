using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Audio.Host.Tests.Http;

/// <summary>The routes that the daemon has, so that a test of all of them cannot forget a new one.</summary>
internal static class AllRoutes
{
    /// <summary>Each path, with values for its parameters, and the methods that it is routed by; none: any.</summary>
    public static IReadOnlyList<(string Path, IReadOnlyList<string> Methods)> Of(WebApplication app) =>
        [
            .. ((IEndpointRouteBuilder)app)
                .DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .GroupBy(route => PathOf(route.RoutePattern.RawText!))
                .Select(path =>
                    (
                        path.Key,
                        (IReadOnlyList<string>)
                            [
                                .. path.SelectMany(route =>
                                    route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
                                ),
                            ]
                    )
                ),
        ];

    /// <summary>Whether GET is answered there.</summary>
    public static bool Gets(IReadOnlyList<string> methods) => methods.Count == 0 || methods.Contains("GET");

    private static string PathOf(string pattern)
    {
        string path = pattern
            .Replace("{name}", "media", StringComparison.Ordinal)
            .Replace("{id}", "no-such-session", StringComparison.Ordinal)
            .Replace("{documentName?}", "", StringComparison.Ordinal);
        path.Should().NotContain("{", "the test names each parameter");
        return path.StartsWith('/') ? path : "/" + path;
    }
}
