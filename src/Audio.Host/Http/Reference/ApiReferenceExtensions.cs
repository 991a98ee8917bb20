using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Audio.Host.Http.Reference;

/// <summary>
/// <c>/openapi/v1.json</c>, made from the routes at the first question, and <c>/docs</c>, the same to read. The page
/// comes whole from the daemon; a policy keeps it from asking anybody else.
/// </summary>
internal static class ApiReferenceExtensions
{
    /// <summary>The page is made by its script; it may load nothing but from here.</summary>
    private const string OnlyFromHere =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri "
        + "'none'; form-action 'none'; frame-ancestors 'none'";

    /// <param name="services">Where it is registered.</param>
    /// <param name="contexts">Those of all answers.</param>
    public static void AddApiReference(this IServiceCollection services, params JsonSerializerContext[] contexts)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            for (int i = 0; i < contexts.Length; i++)
                json.SerializerOptions.TypeInfoResolverChain.Insert(i, contexts[i]);
        });
        services.AddOpenApi("v1", openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.AddDocumentTransformer<ApiDescription>();
            openApi.AddOperationTransformer<OperationParameters>();
        });
    }

    public static void MapApiReference(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", page =>
            {
                page.Title = "audiod";
                page.DefaultFonts = false;
                page.Telemetry = false;
                page.HideClientButton = true;
                page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
                page.Agent = new ScalarAgentOptions { Disabled = true };
                page.Mcp = new ScalarMcpOptions { Disabled = true };
            })
            .AddEndpointFilter(
                static (context, next) =>
                {
                    context.HttpContext.Response.Headers.ContentSecurityPolicy = OnlyFromHere;
                    return next(context);
                }
            );
    }
}
