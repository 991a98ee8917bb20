using System.Net.Mime;
using Audio.Host.Http.Problems;
using Audio.Host.Options;
using Audio.Host.Security;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http;

/// <summary>Puts the request guard in front of the pipeline.</summary>
internal static class RequestGuardExtensions
{
    /// <summary>Registers the guard; it reads the daemon's options.</summary>
    public static IServiceCollection AddRequestGuard(this IServiceCollection services) =>
        services.AddSingleton(static provider =>
        {
            DaemonOptions options = provider.GetRequiredService<DaemonOptions>();
            return new RequestGuard(options.AllowedHosts, options.AllowedOrigins);
        });

    /// <summary>
    /// Refuses forbidden requests with 403. Must be first in the pipeline, so that nothing answers before it.
    /// </summary>
    public static IApplicationBuilder UseRequestGuard(this IApplicationBuilder app)
    {
        RequestGuard guard = app.ApplicationServices.GetRequiredService<RequestGuard>();
        ILogger<RequestGuard> log = app.ApplicationServices.GetRequiredService<ILogger<RequestGuard>>();
        return app.Use(
            (context, next) =>
            {
                IHeaderDictionary headers = context.Request.Headers;
                string? refusal = guard.Refusal(
                    headers[HeaderNames.Host],
                    headers[HeaderNames.Origin],
                    context.Connection.LocalIpAddress,
                    context.Connection.LocalPort,
                    headers["Sec-Fetch-Site"],
                    isPage: IsPage(context.Request)
                );
                if (refusal is null)
                    return next(context);

                log.LogWarning(
                    "Refused {Method} {Path}: {Reason}",
                    context.Request.Method,
                    context.Request.Path,
                    refusal
                );
                if (HttpApiExtensions.IsApi(context.Request.Path))
                    return ApiResponses.WriteAsync(context, ApiProblems.Forbidden(refusal));

                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.ContentType = $"{MediaTypeNames.Text.Plain}; charset=utf-8";
                return context.Response.WriteAsync(refusal + "\n");
            }
        );
    }

    /// <summary>The welcome page and the reference: they change nothing, and other sites may link to them.</summary>
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Headers.ContainsKey(HeaderNames.Upgrade)
        && (request.Path == "/" || request.Path.StartsWithSegments("/docs"));
}
