using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audio.Testing.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Audio.Testing.Schemas;

/// <summary>docs/asyncapi.yaml as JSON, and the JSON Schemas in it.</summary>
public static class AsyncApiDocument
{
    private const string Prefix = "#/components/schemas/";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonObject Components = (JsonObject)Load()["components"]!;

    /// <summary>The schemas of messages and their parts, by name.</summary>
    public static JsonObject Schemas { get; } = (JsonObject)WithDefs(Components["schemas"]!);

    /// <summary>The keys of the messages with a JSON payload that one side of one version sends.</summary>
    /// <param name="side">Such as <c>V4Client</c>.</param>
    public static IReadOnlyList<string> MessagesOf(string side) =>
        [
            .. ((JsonObject)Components["messages"]!)
                .Where(message =>
                    message.Key.StartsWith(side, StringComparison.Ordinal) && message.Value!["contentType"] is null
                )
                .Select(message => message.Key),
        ];

    /// <summary>The document that the daemon serves at <c>/schemas/v4.json</c>.</summary>
    public static string V4Schemas()
    {
        string[] messages = [.. MessagesOf("V4")];
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (string message in messages)
            Collect(Reference(message), wanted);
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "audiod, version 4",
            ["description"] =
                "The JSON messages of both sides in version 4. Ignore properties that you do not know: more may come. "
                + "Lengths count UTF-16 code units.",
            ["oneOf"] = new JsonArray([.. messages.Select(Reference)]),
            ["$defs"] = new JsonObject(
                Schemas
                    .Where(schema => wanted.Contains(schema.Key))
                    .Select(s => KeyValuePair.Create(s.Key, s.Value?.DeepClone()))
            ),
        };
        return document.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/$defs/" + name };

    private static void Collect(JsonNode? node, HashSet<string> names)
    {
        foreach (JsonNode? part in Parts(node))
            Collect(part, names);
        if (node is JsonObject && node["$ref"] is { } reference && names.Add(NameOf(reference)))
            Collect(Schemas[NameOf(reference)], names);
    }

    /// <summary>The name that a <c>$ref</c> ends with.</summary>
    public static string NameOf(JsonNode reference) => reference.GetValue<string>().Split('/')[^1];

    private static IEnumerable<JsonNode?> Parts(JsonNode? node) =>
        node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray items => items,
            _ => [],
        };

    private static JsonNode WithDefs(JsonNode schemas) =>
        JsonNode.Parse(schemas.ToJsonString().Replace(Prefix, "#/$defs/", StringComparison.Ordinal))!;

    private static JsonNode Load()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(RepositoryFiles.Read("docs", "asyncapi.yaml")));
        return ToJson(yaml.Documents[0].RootNode)!;
    }

    private static JsonNode? ToJson(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Select(entry => KeyValuePair.Create((string)entry.Key!, ToJson(entry.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } => Plain(text),
            _ => JsonValue.Create((string?)node),
        };

    /// <summary>A scalar without quotes, as YAML 1.2 reads it.</summary>
    private static JsonValue? Plain(string text) =>
        text switch
        {
            "null" or "~" => null,
            "true" or "false" => JsonValue.Create(text == "true"),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) =>
                JsonValue.Create(whole),
            _ => JsonValue.Create(text),
        };
}
