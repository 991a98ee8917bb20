using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Reference;
using Audio.Host.Http.Sessions;

namespace Audio.Host.Http;

/// <summary>Registration of what plain HTTP offers: <c>/v1</c>, and the pages that describe it.</summary>
internal static class HttpApiExtensions
{
    /// <summary>The path under which every answer that is no success is a problem.</summary>
    public const string Prefix = "/v1";

    public static IServiceCollection AddHttpApi(this IServiceCollection services)
    {
        services.AddSingleton<PlayEndpoint>();
        services.AddSingleton<SessionsEndpoint>();
        services.AddApiReference();
        return services;
    }

    public static void MapHttpApi(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(Prefix);
        api.MapPost("/play", Play).DescribePlay("play");
        api.MapPut("/play", Play).DescribePlay("playUpload");
        api.MapOtherMethods("/play", "POST, PUT");

        api.MapGet("/sessions", (HttpContext context, SessionsEndpoint sessions) => ApiResponses.AnswerAsync(context, () => sessions.ListAsync(context)))
            .DescribeList();
        api.MapOtherMethods("/sessions", "GET");

        api.MapGet("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) => ApiResponses.AnswerAsync(context, () => sessions.ShowAsync(context, id)))
            .DescribeShow();
        api.MapPatch("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) => ApiResponses.AnswerAsync(context, () => sessions.ChangeAsync(context, id)))
            .DescribeChange();
        api.MapDelete("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) => ApiResponses.AnswerAsync(context, () => sessions.CancelAsync(context, id)))
            .DescribeCancel();
        api.MapOtherMethods("/sessions/{id}", "GET, PATCH, DELETE");

        api.Map("/{**path}", static (HttpContext context) => ApiResponses.WriteAsync(context, ApiProblems.NotFound(context.Request.Path)))
            .ExcludeFromDescription();
        app.MapApiReference();

        static Task Play(HttpContext context, PlayEndpoint play) => ApiResponses.AnswerAsync(context, () => play.ServeAsync(context));
    }

    /// <summary>A route for all methods is taken where none for the method is there.</summary>
    private static void MapOtherMethods(this RouteGroupBuilder api, string path, string allow) =>
        api.Map(path, (HttpContext context) => ApiResponses.WriteAsync(context, ApiProblems.MethodNotAllowed(context.Request.Method, allow)))
            .ExcludeFromDescription();
}
