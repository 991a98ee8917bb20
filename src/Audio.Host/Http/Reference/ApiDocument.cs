using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>
/// The OpenAPI document, made from the routes when it is first asked for. It is the same for everyone from then on, so
/// whoever has it already is told so.
/// </summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    /// <summary>The name under which it is registered.</summary>
    public const string Name = "v1";

    private readonly Lazy<Task<IResult>> _answer = new(() => MakeAsync(provider));

    /// <summary>The answer to any request for it: 304 to one that has it.</summary>
    public Task<IResult> AnswerAsync() => _answer.Value;

    private static async Task<IResult> MakeAsync(IOpenApiDocumentProvider provider)
    {
        OpenApiDocument document = await provider.GetOpenApiDocumentAsync();
        string json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
        return TaggedBytes.Answer(System.Text.Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8");
    }
}
