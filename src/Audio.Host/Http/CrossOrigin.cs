using Audio.Host.Security;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http;

/// <summary>
/// Lets the scripts of the pages that <c>--allow-origin</c> names read what the HTTP API answers (CORS). Comes after
/// the request guard, which has refused all other pages.
/// </summary>
internal static class CrossOrigin
{
    public static IApplicationBuilder UseCrossOrigin(this WebApplication app)
    {
        RequestGuard guard = app.Services.GetRequiredService<RequestGuard>();
        return app.UseWhen(
            static context => IsOpen(context.Request.Path),
            branch =>
                branch
                    .Use(
                        (context, next) =>
                        {
                            AllowPrivateNetwork(context, guard);
                            return next(context);
                        }
                    )
                    .UseCors(policy =>
                        policy
                            .SetIsOriginAllowed(guard.IsListed)
                            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
                            .WithHeaders(HeaderNames.ContentType, HeaderNames.IfNoneMatch, HeaderNames.UserAgent)
                            .WithExposedHeaders("Location", "Retry-After", "Allow", "ETag", "X-Daemon-Version")
                            .SetPreflightMaxAge(TimeSpan.FromHours(1))
                    )
        );
    }

    private static bool IsOpen(PathString path) =>
        HttpApiExtensions.IsApi(path) || path.StartsWithSegments("/health") || path.StartsWithSegments("/schemas");

    /// <summary>A browser asks before it lets a public page reach an address of the visitor's machine.</summary>
    private static void AllowPrivateNetwork(HttpContext context, RequestGuard guard)
    {
        if (
            context.Request.Headers["Access-Control-Request-Private-Network"] == "true"
            && guard.IsListed(context.Request.Headers.Origin.ToString())
        )
        {
            context.Response.Headers["Access-Control-Allow-Private-Network"] = "true";
        }
    }
}
