using Audio.Host.Http.Buses;
using Audio.Host.Http.Explain;
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
        services.AddSingleton<ExplainEndpoint>();
        services.AddSingleton<SessionsEndpoint>();
        services.AddSingleton<BusesEndpoint>();
        services.AddApiReference();
        return services;
    }

    public static void MapHttpApi(this WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(Prefix);
        api.MapPost("/play", Play).DescribePlay("play");
        api.MapPut("/play", Play).DescribePlay("playUpload");
        api.MapOtherMethods("/play", "POST, PUT");

        api.MapGet("/sessions", (HttpContext context, SessionsEndpoint sessions) =>
                ApiResponses.AnswerAsync(context, () => sessions.ListAsync(context))
            )
            .DescribeList();
        api.MapOtherMethods("/sessions", "GET");

        api.MapGet("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) =>
                ApiResponses.AnswerAsync(context, () => sessions.ShowAsync(context, id))
            )
            .DescribeShow();
        api.MapPatch("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) =>
                ApiResponses.AnswerAsync(context, () => sessions.ChangeAsync(context, id))
            )
            .DescribeChange();
        api.MapDelete("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) =>
                ApiResponses.AnswerAsync(context, () => sessions.CancelAsync(context, id))
            )
            .DescribeCancel();
        api.MapOtherMethods("/sessions/{id}", "GET, PATCH, DELETE");

        api.MapPost("/explain", (HttpContext context, ExplainEndpoint explain) =>
                ApiResponses.AnswerAsync(context, () => explain.ServeAsync(context))
            )
            .DescribeExplain();
        api.MapOtherMethods("/explain", "POST");

        api.MapGet("/buses", (HttpContext context, BusesEndpoint buses) =>
                ApiResponses.AnswerAsync(context, () => buses.ListAsync(context))
            )
            .DescribeBuses();
        api.MapOtherMethods("/buses", "GET");

        api.MapGet("/buses/{name}", (HttpContext context, BusesEndpoint buses, string name) =>
                ApiResponses.AnswerAsync(context, () => buses.ShowAsync(context, name))
            )
            .DescribeBus();
        api.MapPatch("/buses/{name}", (HttpContext context, BusesEndpoint buses, string name) =>
                ApiResponses.AnswerAsync(context, () => buses.ChangeAsync(context, name))
            )
            .DescribeBusChange();
        api.MapOtherMethods("/buses/{name}", "GET, PATCH");

        api.Map("/{**path}", static (HttpContext context) =>
                ApiResponses.WriteAsync(context, ApiProblems.NotFound(context.Request.Path))
            )
            .ExcludeFromDescription();
        app.MapApiReference();

        static Task Play(HttpContext context, PlayEndpoint play) =>
            ApiResponses.AnswerAsync(context, () => play.ServeAsync(context));
    }

    /// <summary>A route for all methods is taken where none for the method is there.</summary>
    private static void MapOtherMethods(this RouteGroupBuilder api, string path, string allow) =>
        api.Map(path, (HttpContext context) =>
                ApiResponses.WriteAsync(context, ApiProblems.MethodNotAllowed(context.Request.Method, allow))
            )
            .ExcludeFromDescription();
}
