using Audio.Host.Http.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>Adds the content of an <see cref="ApiOperation"/> to the document.</summary>
internal sealed class OperationParameters : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().SingleOrDefault() is { } said)
            Describe(operation, said, context.Document);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiOperation operation, ApiOperation said, OpenApiDocument? document)
    {
        foreach (ApiParameter parameter in said.Query())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    Description = parameter.Description,
                    Schema = parameter.Schema,
                }
            );
        }
        if (
            said.Id is { } id
            && operation.Parameters?.OfType<OpenApiParameter>().Single(p => p.In == ParameterLocation.Path) is { } path
        )
        {
            path.Description = id;
        }

        if (said.Sound.Count > 0)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The sound, sent as it is produced.",
                Content = said.Sound.ToDictionary(
                    type => type,
                    _ => new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                    }
                ),
            };
        }

        if (said.Json?.Invoke() is { } schema)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = ApiRequests.JsonTypes.ToDictionary(
                    type => type,
                    _ => new OpenApiMediaType { Schema = schema }
                ),
            };
        }

        if (
            said.OrAnswer is { } other
            && operation.Responses?.GetValueOrDefault("200")?.Content?.Values.Single() is OpenApiMediaType either
        )
        {
            either.Schema = new OpenApiSchema
            {
                AnyOf = [either.Schema!, new OpenApiSchemaReference(other.Name, document)],
            };
        }

        foreach ((string status, IOpenApiResponse response) in operation.Responses ?? [])
        {
            int code = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture);
            response.Description = said.Answers.TryGetValue(code, out string? answer)
                ? answer
                : string.Join(", ", said.Problems.Where(p => p.Status == code).Select(p => $"`{p.Type}`"));
        }
        ApiExamples.AddTo(operation);
        if (operation.Responses?.GetValueOrDefault("202") is OpenApiResponse accepted)
            accepted.Headers = Header("Location", "The session: /v1/sessions/{id}.");
        if (operation.Responses?.GetValueOrDefault("503") is OpenApiResponse busy)
            busy.Headers = Header("Retry-After", "Seconds.");
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description) =>
        new()
        {
            [name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };
}
