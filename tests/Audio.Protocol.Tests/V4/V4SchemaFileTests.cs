using Audio.Testing.Files;
using Audio.Testing.Schemas;

namespace Audio.Protocol.Tests.V4;

/// <summary>docs/schemas/v4.json, which the daemon serves, is made from docs/asyncapi.yaml.</summary>
public sealed class V4SchemaFileTests
{
    private const string Update = "AUDIOD_UPDATE_SCHEMAS";

    [Fact]
    public void The_schemas_of_version_4_are_those_of_the_page()
    {
        string made = AsyncApiDocument.V4Schemas();
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, "docs", "schemas", "v4.json"), made);

        RepositoryFiles
            .Read("docs", "schemas", "v4.json")
            .Should()
            .Be(made, "it is made from docs/asyncapi.yaml by eng/update-schemas.sh, which is to be run after a change");
    }

    [Fact]
    public void Every_message_on_the_page_is_as_one_schema_says()
    {
        MessageSchema[] v4 = [.. AsyncApiDocument.MessagesOf("V4").Select(key => new MessageSchema(key))];
        MessageSchema[] older =
        [
            .. AsyncApiDocument
                .MessagesOf("V3")
                .Concat(AsyncApiDocument.MessagesOf("V2"))
                .Select(key => new MessageSchema(key)),
        ];

        foreach (string message in ProtocolPage.V4Messages)
            v4.Count(schema => schema.Faults(message) == "").Should().Be(1, message);
        foreach (string message in ProtocolPage.Messages)
            older.Count(schema => schema.Faults(message) == "").Should().BePositive(message);
    }
}
