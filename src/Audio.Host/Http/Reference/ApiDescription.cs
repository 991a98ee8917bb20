using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>The document's title and introduction.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "audiod",
            Version = DaemonIdentity.Version,
            Description =
                "Plays the sound it receives, mixed with that of all other clients, and reports what was heard.\n\n"
                + "    espeak-ng --stdout \"hello\" | curl -T - localhost:8081/v1/play\n\n"
                + "Every error under /v1 is a problem (RFC 9457): `type` names its kind and never changes, `detail` "
                + "says what to do instead, `retryable` tells whether the same request can succeed later.\n\n"
                + "`/schemas/v4.json` has JSON Schemas of the messages by WebSocket.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        return Task.CompletedTask;
    }
}
