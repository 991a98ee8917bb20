using Audio.Host.Http.Reference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Audio.Host.Http.Status;

/// <summary>The routes of <c>/health</c> and <c>/status</c>, known since version 3.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this WebApplication app)
    {
        app.Map("/health", Health).ExcludeFromDescription(); // by any method, as in version 2
        app.MapGet("/health", Health)
            .Produces<HealthReport>()
            .DescribePage(
                "health",
                "Tells whether the daemon is healthy",
                "`status` is `healthy`, or `stopping` while the daemon plays what is left."
            );
        app.MapGet("/status", (StatusReporter reporter) =>
                Results.Json(reporter.Status(), StatusJson.Default.StatusReport)
            )
            .Produces<StatusReport>()
            .DescribePage("status", "Shows clients, sessions and the output device", "The state of the daemon.");
    }

    private static JsonHttpResult<HealthReport> Health(StatusReporter reporter, HttpResponse response)
    {
        response.Headers["X-Daemon-Version"] = DaemonIdentity.Version; // clients of version 2 show it
        return TypedResults.Json(reporter.Health(), StatusJson.Default.HealthReport);
    }
}
