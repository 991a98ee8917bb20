using System.Text.Json.Nodes;
using Audio.Core.Sessions;
using Audio.Protocol;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>Schemas that several routes share.</summary>
internal static class ApiSchemas
{
    /// <summary>A body that sets the volume, the switch of this name, or both.</summary>
    public static OpenApiSchema Change(string name, string description) =>
        new()
        {
            Type = JsonSchemaType.Object,
            MinProperties = 1,
            AdditionalPropertiesAllowed = false,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["volume"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "0",
                    Maximum = $"{AudioSession.MaxVolume:0}",
                    Description = "Linear gain; 1 leaves the sound as it is.",
                },
                [name] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = description },
            },
            Examples = [new JsonObject { ["volume"] = 0.5, [name] = true }],
        };

    /// <summary>A name chosen by a client, for a session or a channel.</summary>
    public static OpenApiSchema Name() =>
        new()
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = SessionNames.MaxLength,
            Pattern = "^[A-Za-z0-9._-]+$",
        };

    public static OpenApiSchema OneOf(IEnumerable<string> names, string usual) =>
        new()
        {
            Type = JsonSchemaType.String,
            Enum = [.. names.Select(name => (JsonNode)name)],
            Default = usual,
        };

    public static OpenApiSchema Whole(int from, int to) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = $"{from}",
            Maximum = $"{to}",
        };
}
