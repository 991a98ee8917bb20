namespace Audio.Host.Endpoints;

/// <summary>The two pages of version 3.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this WebApplication app)
    {
        app.MapGet("/health", (StatusReporter reporter) => Results.Json(reporter.Health(), StatusJson.Default.HealthReport));
        app.MapGet("/status", (StatusReporter reporter) => Results.Json(reporter.Status(), StatusJson.Default.StatusReport));
    }
}
