using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Audio.Protocol.V2;
using Audio.Protocol.V3;
using Audio.Protocol.V4;
using Audio.Testing.Schemas;
using YamlDotNet.RepresentationModel;

namespace Audio.Protocol.Tests.V4;

/// <summary>docs/asyncapi.yaml describes the messages that the code has: all of them, and no other field.</summary>
public sealed class AsyncApiTests
{
    private static readonly YamlMappingNode Components = (YamlMappingNode)Load()["components"];

    /// <summary>What a client of ours always writes, and others may leave out.</summary>
    private const string HasDefault = "V4ClientStartSession.audioFormat.format";

    private static readonly Type[] V3Messages =
    [
        typeof(V3Welcome),
        typeof(V3Pong),
        typeof(V3SessionStarted),
        typeof(V3SessionStopped),
        typeof(V3Status),
        typeof(V3Error),
    ];

    [Fact]
    public void Every_message_of_version_4_has_its_fields()
    {
        foreach (Type type in V4Contract.Messages)
        {
            string name = V4Contract.TypeName(type);
            string side = type.IsSubclassOf(typeof(V4ClientMessage)) ? "V4Client" : "V4Daemon";
            CheckMessage($"{side}{Pascal(name)}", name, V4Contract.Of(type), V4Contract.Of);
        }
    }

    [Fact]
    public void Every_message_of_the_daemon_in_version_3_has_its_fields()
    {
        foreach (Type type in V3Messages)
        {
            string pascal = type.Name[2..];
            string name = string.Concat(
                pascal.Select(
                    (c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"
                )
            );
            CheckMessage($"V3Daemon{pascal}", name, V3Json.Default.GetTypeInfo(type)!, nested =>
                V3Json.Default.GetTypeInfo(nested)!
            );
        }
    }

    [Theory]
    [InlineData("V2DaemonGreeting", "status", typeof(V2Greeting))]
    [InlineData("V2DaemonStatus", "status", typeof(V2ServerMessage<V2Status>))]
    [InlineData("V2DaemonCompleted", "completed", typeof(V2ServerMessage<V2Status>))]
    [InlineData("V2DaemonHeartbeat", "heartbeat", typeof(V2ServerMessage<V2Heartbeat>))]
    [InlineData("V2DaemonTimingAnalysis", "timing_analysis", typeof(V2ServerMessage<V2TimingAnalysis>))]
    [InlineData("V2DaemonError", "error", typeof(V2Error))]
    public void Every_message_of_the_daemon_in_version_2_has_its_fields(string key, string name, Type type) =>
        CheckMessage(key, name, V2Json.Default.GetTypeInfo(type)!, nested => V2Json.Default.GetTypeInfo(nested)!);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_message_of_a_client_tells_its_version_and_is_known_to_the_daemon(int version)
    {
        foreach (string key in AsyncApiDocument.MessagesOf($"V{version}Client"))
        {
            string carrier = version == 2 ? "\"data\":{}" : "\"chunk\":\"\"";
            string json = $$"""{"type":"{{(string?)Components["messages"][key]["name"]}}",{{carrier}}}""";
            FirstMessage.VersionOf(System.Text.Encoding.UTF8.GetBytes(json), isWhole: true).Should().Be(version, key);
        }
    }

    [Fact]
    public void Each_message_and_each_part_has_a_name_so_that_generators_need_not_invent_one()
    {
        foreach ((YamlNode key, YamlNode message) in (YamlMappingNode)Components["messages"])
        {
            ((string)message["title"]!).Should().Be((string)key!);
            ((string)message["name"]!).Should().MatchRegex("^[a-z_]+$");
            ((YamlMappingNode)message["payload"]).Children.Keys.Should().Equal([new YamlScalarNode("$ref")]);
        }
        foreach ((YamlNode key, YamlNode schema) in (YamlMappingNode)Components["schemas"])
        {
            ((string)schema["title"]!).Should().Be((string)key!);
            foreach (YamlMappingNode part in Parts((YamlMappingNode)schema))
            {
                Keys(part).Should().NotContain(["properties", "enum", "oneOf", "anyOf", "allOf"], (string?)key);
            }
        }
    }

    [Fact]
    public void It_has_no_other_message() =>
        Keys((YamlMappingNode)Components["messages"])
            .Where(key => key.StartsWith("V4", StringComparison.Ordinal))
            .Should()
            .BeEquivalentTo([
                "V4ClientChunkFrame",
                .. V4Contract.Messages.Select(type =>
                    (type.IsSubclassOf(typeof(V4ClientMessage)) ? "V4Client" : "V4Daemon")
                    + Pascal(V4Contract.TypeName(type))
                ),
            ]);

    [Fact]
    public void Its_enumerations_are_the_code_s()
    {
        Enumeration("V4ErrorCode")
            .Should()
            .Equal(V4ErrorCodes.All)
            .And.BeEquivalentTo(V4Contract.Constants(typeof(V4ErrorCodes)));
        Enumeration("V4SessionState").Should().Equal(V4Contract.Constants(typeof(V4SessionStates)));
        Enumeration("V4EndReason").Should().Equal(V4Contract.Constants(typeof(V4EndReasons)));
        Enumeration("V4InaudibleReason").Should().Equal(V4Contract.Constants(typeof(V4InaudibleReasons)));
        Enumeration("Encoding").Should().Equal(SampleEncodingNames.All);
    }

    private static void CheckMessage(string key, string name, JsonTypeInfo info, Func<Type, JsonTypeInfo> infoOf)
    {
        var message = (YamlMappingNode)Components["messages"][key];
        ((string)message["name"]!).Should().Be(name);
        YamlMappingNode payload = Resolve(message["payload"]);
        ((string)payload["properties"]["type"]["const"]!).Should().Be(name);
        Check(payload, info, key, infoOf);
    }

    private static void Check(YamlMappingNode schema, JsonTypeInfo info, string path, Func<Type, JsonTypeInfo> infoOf)
    {
        var properties = (YamlMappingNode)schema["properties"];
        Keys(properties).Should().BeEquivalentTo(info.Properties.Select(property => property.Name), path);
        (schema.Children.TryGetValue("required", out YamlNode? required) ? (YamlSequenceNode)required : [])
            .Select(node => (string)node!)
            .Should()
            .BeEquivalentTo(
                info.Properties.Where(property => !CanBeLeftOut(property) && $"{path}.{property.Name}" != HasDefault)
                    .Select(property => property.Name),
                $"{path}: what is always written is required"
            );
        foreach (JsonPropertyInfo property in info.Properties)
        {
            bool isNullable = property.IsGetNullable && !CanBeLeftOut(property) && !info.Type.IsGenericType;
            CheckProperty(
                (YamlMappingNode)properties[property.Name],
                property,
                isNullable,
                $"{path}.{property.Name}",
                infoOf
            );
        }
    }

    private static void CheckProperty(
        YamlMappingNode node,
        JsonPropertyInfo property,
        bool isNullable,
        string path,
        Func<Type, JsonTypeInfo> infoOf
    )
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        node = Resolve(node);
        if (node.Children.TryGetValue("oneOf", out YamlNode? choices))
        {
            isNullable.Should().BeTrue(path);
            ((string)choices[1]["type"]!).Should().Be("null", path);
            node = (YamlMappingNode)choices[0];
            isNullable = false;
        }
        YamlMappingNode schema = Resolve(node);
        string[] types = schema["type"] is YamlSequenceNode several
            ? [.. several.Select(one => (string)one!)]
            : [(string)schema["type"]!];
        if (types is ["null"])
            return; // a field of version 3 that the greeting of version 2 repeats
        string? other =
            property.Name == "jitter" ? "number" // besides the text that the property holds
            : isNullable ? "null"
            : null;
        types.Should().Equal(other is null ? [JsonType(type)] : [JsonType(type), other], path);
        if (types[0] == "object")
            Check(schema, infoOf(type), path, infoOf);
        if (types[0] == "array")
            Check(Resolve(schema["items"]), infoOf(type.GetGenericArguments()[0]), path, infoOf);
    }

    /// <summary>[JsonIgnore(WhenWritingNull)].</summary>
    private static bool CanBeLeftOut(JsonPropertyInfo property) =>
        property
            .AttributeProvider?.GetCustomAttributes(
                typeof(System.Text.Json.Serialization.JsonIgnoreAttribute),
                inherit: true
            )
            .Length > 0;

    private static string JsonType(Type type) =>
        type switch
        {
            _ when type == typeof(string) => "string",
            _ when type == typeof(bool) => "boolean",
            _ when type == typeof(double) => "number",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(uint) => "integer",
            _ when type.IsGenericType => "array",
            _ => "object",
        };

    private static YamlMappingNode Resolve(YamlNode node)
    {
        var mapping = (YamlMappingNode)node;
        return mapping.Children.TryGetValue("$ref", out YamlNode? reference)
            ? (YamlMappingNode)Components["schemas"][((string)reference!).Split('/')[^1]]
            : mapping;
    }

    /// <summary>The schemas of the properties, items and choices of a schema.</summary>
    private static IEnumerable<YamlMappingNode> Parts(YamlMappingNode schema)
    {
        IEnumerable<YamlNode> parts = schema.Children.TryGetValue("properties", out YamlNode? properties)
            ? ((YamlMappingNode)properties).Children.Values
            : [];
        if (schema.Children.TryGetValue("oneOf", out YamlNode? choices))
            parts = parts.Concat((YamlSequenceNode)choices);
        foreach (YamlMappingNode part in parts.Cast<YamlMappingNode>())
        {
            yield return part;
            if (part.Children.TryGetValue("items", out YamlNode? items))
                yield return (YamlMappingNode)items;
        }
    }

    private static IEnumerable<string> Enumeration(string schema) =>
        ((YamlSequenceNode)Components["schemas"][schema]["enum"]).Select(node => (string)node!);

    private static IEnumerable<string> Keys(YamlMappingNode node) => node.Children.Keys.Select(key => (string)key!);

    private static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static YamlMappingNode Load([CallerFilePath] string here = "")
    {
        using var text = new StreamReader(
            Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/asyncapi.yaml"))
        );
        var yaml = new YamlStream();
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
