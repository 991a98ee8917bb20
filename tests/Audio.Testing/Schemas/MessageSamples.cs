using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Audio.Testing.Schemas;

/// <summary>
/// Derives messages from a schema: each property present and absent, with each value of an enumeration, at both ends of
/// each range and beyond them, and of wrong types. Which of them the schema allows, <see cref="MessageSchema"/> says.
/// </summary>
public static class MessageSamples
{
    private const int ShortList = 6;

    /// <summary>Strings for any pattern: some match, others do not.</summary>
    private static readonly string[] Texts =
    [
        "",
        "a",
        "A.b_c-9",
        new('a', 64),
        new('a', 65),
        "a b",
        "client_1",
        "http_x",
        "auto",
        "none",
        "0",
        "1",
        "40.5",
        "1000",
        "1001",
        "AAAA",
        "00ff",
        "00f",
        "AA-_ AA==",
        "ab",
    ];

    /// <summary>The messages, each with the path of what was changed, such as <c>audioFormat.channels</c>.</summary>
    public static IEnumerable<(string Changed, JsonObject Message)> Of(MessageSchema schema)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string changed, JsonObject message) in Objects(schema.Fields))
        {
            if (seen.Add(message.ToJsonString()))
                yield return (changed, message);
        }
    }

    /// <summary>The paths of the properties that a message may have; those that are ignored do not count.</summary>
    public static IEnumerable<string> PathsOf(JsonObject schema) =>
        ((JsonObject)schema["properties"]!)
            .Where(property => property.Value![MessageSchema.Ignored] is null)
            .SelectMany(property =>
                Resolve(property.Value!) is { } part && part["properties"] is not null
                    ? PathsOf(part).Select(path => Join(property.Key, path)).Prepend(property.Key)
                    : [property.Key]
            );

    /// <summary>The paths of the properties that a message has.</summary>
    public static IEnumerable<string> PathsIn(JsonObject message) =>
        message.SelectMany(property =>
            property.Value is JsonObject part
                ? PathsIn(part).Select(path => Join(property.Key, path)).Prepend(property.Key)
                : [property.Key]
        );

    private static IEnumerable<(string Changed, JsonObject Value)> Objects(JsonObject schema)
    {
        JsonObject full = Full(schema);
        JsonObject least = Least(schema, full);
        foreach (JsonObject start in (JsonObject[])[full, least])
        {
            yield return ("", Copy(start));
            foreach ((string name, JsonNode? property) in (JsonObject)schema["properties"]!)
            {
                if (start.ContainsKey(name))
                    yield return (name, Without(start, name));
                foreach ((string changed, JsonNode? value) in Values(Resolve(property!)))
                    yield return (Join(name, changed), With(start, name, value));
            }
        }
        foreach ((string changed, JsonObject value) in Pairs(schema, full).Concat(Subsets(full)))
            yield return (changed, value);
    }

    /// <summary>Values that depend on each other are names and switches: all pairs of them.</summary>
    private static IEnumerable<(string Changed, JsonObject Value)> Pairs(JsonObject schema, JsonObject full)
    {
        (string Name, JsonNode?[] Values)[] choices =
        [
            .. ((JsonObject)schema["properties"]!)
                .Select(property => (property.Key, Choices(Resolve(property.Value!)).ToArray()))
                .Where(choice => choice.Item2.Length > 0),
        ];
        foreach ((string first, JsonNode?[] firsts) in choices)
        {
            foreach ((string second, JsonNode?[] seconds) in choices.Where(choice => choice.Name != first))
            {
                foreach (JsonNode? one in firsts)
                {
                    foreach (JsonNode? other in seconds)
                        yield return (first, With(With(full, first, one), second, other));
                }
            }
        }
    }

    /// <summary>Of a short list of properties each may be there or not.</summary>
    private static IEnumerable<(string Changed, JsonObject Value)> Subsets(JsonObject full)
    {
        string[] names = [.. full.Select(field => field.Key)];
        for (int chosen = 0; names.Length <= ShortList && chosen < 1 << names.Length; chosen++)
        {
            JsonObject some = Copy(full);
            for (int i = 0; i < names.Length; i++)
            {
                if ((chosen & (1 << i)) == 0)
                    some.Remove(names[i]);
            }
            yield return (string.Join(' ', names.Except(some.Select(field => field.Key))), some);
        }
    }

    private static IEnumerable<(string Changed, JsonNode? Value)> Values(JsonObject schema)
    {
        string[] types = Types(schema);
        if (types.Contains("object"))
        {
            foreach ((string changed, JsonObject value) in Objects(schema))
                yield return (changed, value);
        }
        foreach (JsonNode? value in Choices(schema).Concat(Scalars(schema, types)))
            yield return ("", value);
        foreach (JsonNode value in (JsonNode[])["no_such_value", 7, 1.5, true, new JsonObject(), new JsonArray(1)])
        {
            if (!types.Contains(TypeOf(value)) || schema["enum"] is not null || schema["const"] is not null)
                yield return ("", value);
        }
    }

    private static JsonArray Choices(JsonObject schema) =>
        schema["enum"] as JsonArray ?? (Types(schema).Contains("boolean") ? [false, true] : []);

    private static IEnumerable<JsonNode?> Scalars(JsonObject schema, string[] types)
    {
        bool isListed = schema["enum"] is not null || schema["const"] is not null;
        IEnumerable<JsonNode?> texts = types.Contains("string") && !isListed ? Strings(schema) : [];
        bool isNumber = types.Contains("number") || types.Contains("integer");
        return isNumber && !isListed ? texts.Concat(Numbers(schema)) : texts;
    }

    private static IEnumerable<JsonNode?> Strings(JsonObject schema)
    {
        if (schema["examples"] is JsonArray examples)
        {
            foreach (JsonNode? example in examples)
                yield return example;
        }
        else
        {
            foreach (string text in Texts)
                yield return text;
        }
        if (schema["maxLength"]?.GetValue<long>() is { } most)
        {
            if (schema["examples"] is null)
                yield return new string('a', (int)most);
            yield return new string('a', (int)most + 1);
        }
        if (schema["minLength"]?.GetValue<long>() is { } fewest)
        {
            yield return new string('a', (int)fewest);
            yield return new string('a', (int)fewest - 1);
        }
    }

    /// <summary>Beyond the end of a range, so far that a 64-bit float tells it apart.</summary>
    private static IEnumerable<JsonNode?> Numbers(JsonObject schema)
    {
        long? least = schema["minimum"]?.GetValue<long>();
        long? most = schema["maximum"]?.GetValue<long>();
        if (least is { } from)
        {
            yield return from;
            yield return from - 1;
        }
        if (most is { } to)
        {
            yield return to;
            yield return to + Math.Max(1, to / 1_000_000_000);
        }
        foreach (JsonNode? example in schema["examples"] as JsonArray ?? (least is null ? [7] : []))
            yield return example;
    }

    /// <summary>Everything that a message may have, with the first value that each property may have.</summary>
    private static JsonObject Full(JsonObject schema) =>
        new(
            ((JsonObject)schema["properties"]!).Select(property =>
                KeyValuePair.Create(property.Key, First(Resolve(property.Value!)))
            )
        );

    /// <summary>What it must have.</summary>
    private static JsonObject Least(JsonObject schema, JsonObject full)
    {
        string?[] required = [.. (schema["required"] as JsonArray ?? []).Select(name => name?.GetValue<string>())];
        JsonObject least = Copy(full);
        foreach (string name in full.Select(field => field.Key).Except(required).OfType<string>())
            least.Remove(name);
        return least;
    }

    private static JsonNode? First(JsonObject schema)
    {
        string[] types = Types(schema);
        if (types[0] == "object")
            return Full(schema);
        IEnumerable<JsonNode?> values =
            schema["const"] is { } only ? [only]
            : types[0] == "string" ? Choices(schema).Concat(Strings(schema).Where(text => Fits(text, schema)))
            : Choices(schema).Concat(Numbers(schema));
        return values.First()?.DeepClone();
    }

    private static bool Fits(JsonNode? text, JsonObject schema) =>
        text!.GetValue<string>().Length >= (schema["minLength"]?.GetValue<long>() ?? 0)
        && (
            schema["pattern"]?.GetValue<string>() is not { } pattern
            || Regex.IsMatch(text.GetValue<string>(), pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
        );

    private static string[] Types(JsonObject schema) =>
        schema["type"] switch
        {
            JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
            { } one => [one.GetValue<string>()],
            null => [],
        };

    private static string TypeOf(JsonNode value) =>
        value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.ToJsonString() == "7" ? "integer" : "number",
            JsonValueKind.True => "boolean",
            JsonValueKind.Array => "array",
            _ => "object",
        };

    private static JsonObject Resolve(JsonNode schema) =>
        schema["$ref"] is { } reference
            ? (JsonObject)AsyncApiDocument.Schemas[AsyncApiDocument.NameOf(reference)]!
            : (JsonObject)schema;

    private static string Join(string name, string changed) => changed.Length == 0 ? name : $"{name}.{changed}";

    private static JsonObject Copy(JsonObject message) => (JsonObject)message.DeepClone();

    private static JsonObject Without(JsonObject message, string name)
    {
        JsonObject copy = Copy(message);
        copy.Remove(name);
        return copy;
    }

    private static JsonObject With(JsonObject message, string name, JsonNode? value)
    {
        JsonObject copy = Copy(message);
        copy[name] = value?.DeepClone();
        return copy;
    }
}
