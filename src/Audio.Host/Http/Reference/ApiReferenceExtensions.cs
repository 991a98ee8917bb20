using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Audio.Host.Http.Reference;

/// <summary>
/// Serves <c>/openapi/v1.json</c>, and <c>/docs</c>, the same for people, and <c>/schemas/v4.json</c>.
/// The daemon serves the whole page itself, and a content security policy keeps it from loading anything else.
/// </summary>
internal static class ApiReferenceExtensions
{
    /// <summary>The page is built by its script, which may load nothing from elsewhere.</summary>
    private const string OnlyFromHere =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri "
        + "'none'; form-action 'none'; frame-ancestors 'none'";

    /// <param name="services">The container.</param>
    /// <param name="contexts">The JSON contexts of all answers.</param>
    public static void AddApiReference(this IServiceCollection services, params JsonSerializerContext[] contexts)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            for (int i = 0; i < contexts.Length; i++)
                json.SerializerOptions.TypeInfoResolverChain.Insert(i, contexts[i]);
        });
        services.AddSingleton<ApiDocument>();
        services.AddOpenApi(ApiDocument.Name, openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.AddDocumentTransformer<ApiDescription>();
            openApi.AddOperationTransformer<OperationParameters>();
        });
    }

    public static void MapApiReference(this WebApplication app)
    {
        app.MapGet($"/openapi/{ApiDocument.Name}.json", static (ApiDocument document) => document.AnswerAsync())
            .ExcludeFromDescription();
        app.MapGet("/schemas/v4.json", TaggedBytes.Schemas).ExcludeFromDescription();
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
