using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Audio.Testing.Schemas;

/// <summary>The JSON Schema of one message of docs/asyncapi.yaml.</summary>
public sealed class MessageSchema
{
    /// <summary>Marks a property of which the daemon takes any value without an error.</summary>
    public const string Ignored = "x-ignored";

    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    private readonly JsonSchema _schema;

    /// <param name="key">The key of the message, such as <c>V4ClientPing</c>.</param>
    public MessageSchema(string key)
    {
        Fields = (JsonObject)AsyncApiDocument.Schemas[key]!;
        _schema = JsonSchema.FromText(
            new JsonObject
            {
                ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                ["$ref"] = "#/$defs/" + key,
                ["$defs"] = AsyncApiDocument.Schemas.DeepClone(),
            }.ToJsonString()
        );
    }

    /// <summary>The schema itself.</summary>
    public JsonObject Fields { get; }

    /// <summary>Whether it allows a message of a client; properties that are ignored do not count.</summary>
    public bool Allows(JsonObject message)
    {
        var counting = (JsonObject)message.DeepClone();
        foreach ((string name, JsonNode? property) in (JsonObject)Fields["properties"]!)
        {
            if (property![Ignored] is not null)
                counting.Remove(name);
        }
        return Faults(counting.ToJsonString()) == "";
    }

    /// <summary>What is wrong with a message, for the message of a test; empty: nothing.</summary>
    public string Faults(string json)
    {
        using var document = JsonDocument.Parse(json);
        EvaluationResults results = _schema.Evaluate(document.RootElement, Options);
        return results.IsValid
            ? ""
            : string.Join(
                "; ",
                (results.Details ?? [])
                    .Where(detail => detail.Errors is not null)
                    .SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation}: {error}"))
                    .DefaultIfEmpty("not valid")
            );
    }
}
