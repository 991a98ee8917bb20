using System.Net.Mime;
using Audio.Host.Http.Buses;
using Audio.Host.Http.Explain;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Reference;
using Audio.Host.Http.Sessions;
using Audio.Host.Http.Status;
using Microsoft.Net.Http.Headers;

namespace Audio.Host.Http;

/// <summary>Registers the HTTP API under <c>/v1</c> and its reference pages.</summary>
internal static class HttpApiExtensions
{
    /// <summary>The path prefix under which every error is a problem (RFC 9457).</summary>
    public const string Prefix = "/v1";

    public static IServiceCollection AddHttpApi(this IServiceCollection services)
    {
        services.AddSingleton<PlayEndpoint>();
        services.AddSingleton<ExplainEndpoint>();
        services.AddSingleton<SessionsEndpoint>();
        services.AddSingleton<BusesEndpoint>();
        services.AddApiReference(
            ProblemJson.Default,
            PlayJson.Default,
            SessionJson.Default,
            BusJson.Default,
            ExplainJson.Default,
            StatusJson.Default
        );
        return services;
    }

    public static void MapHttpApi(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(Prefix);
        api.MapPlay();
        api.MapExplain();
        api.MapSessions();
        api.MapBuses();
        app.MapApiReference();
    }

    /// <summary>Bounds what is read of a body under <c>/v1</c> after the answer.</summary>
    public static void UseBodyLimit(this WebApplication app) => app.UseForApi(UnwantedBody.DropAsync);

    /// <summary>Answers what a handler under <c>/v1</c> throws as a problem.</summary>
    public static void UseProblems(this WebApplication app) => app.UseForApi(ApiResponses.AnswerAsync);

    /// <summary>
    /// Writes a body for requests that routing refused: a problem under <c>/v1</c>; elsewhere, as in version 3, a
    /// plain-text 404 whatever the method.
    /// </summary>
    public static void UseStatusAnswers(this WebApplication app) =>
        app.UseStatusCodePages(static page =>
        {
            HttpContext context = page.HttpContext;
            HttpResponse response = context.Response;
            switch (response.StatusCode)
            {
                case StatusCodes.Status404NotFound when IsApi(context.Request.Path):
                    return ApiResponses.WriteAsync(context, ApiProblems.NotFound(context.Request.Path));
                case StatusCodes.Status405MethodNotAllowed when HttpMethods.IsOptions(context.Request.Method):
                    return SafeMethods.AnswerOptions(response, response.Headers.Allow.ToString());
                case StatusCodes.Status405MethodNotAllowed when IsApi(context.Request.Path):
                    string allow = SafeMethods.Allowed(response.Headers.Allow.ToString());
                    response.Headers.Allow = allow;
                    return ApiResponses.WriteAsync(
                        context,
                        ApiProblems.MethodNotAllowed(context.Request.Method, allow)
                    );
                case StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed:
                    response.Headers.Remove(HeaderNames.Allow);
                    response.StatusCode = StatusCodes.Status404NotFound;
                    response.ContentType = MediaTypeNames.Text.Plain;
                    return response.WriteAsync("Not Found");
                default:
                    return Task.CompletedTask;
            }
        });

    private static void UseForApi(this WebApplication app, Func<HttpContext, Func<Task>, Task> handle) =>
        app.Use((context, next) => IsApi(context.Request.Path) ? handle(context, () => next(context)) : next(context));

    /// <summary>Whether a path is under <see cref="Prefix"/>.</summary>
    public static bool IsApi(PathString path) => path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);
}
