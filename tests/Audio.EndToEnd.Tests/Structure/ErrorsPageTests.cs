using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>docs/errors.md matches the assemblies.</summary>
public sealed partial class ErrorsPageTests
{
    private static readonly string Page = Repository.Read("docs/errors.md");

    [Fact]
    public void The_tree_shows_every_public_exception_under_its_base()
    {
        var shown = new List<(string Name, string Base, string Assembly)>();
        var above = new Dictionary<int, string> { [0] = "Exception" };
        foreach (Match line in TreeLine().Matches(Page))
        {
            int depth = line.Groups["indent"].Length / 3;
            above[depth] = line.Groups["name"].Value;
            shown.Add((line.Groups["name"].Value, above[depth - 1], line.Groups["assembly"].Value));
        }

        shown.Should().BeEquivalentTo(BuiltAssembly.Names.SelectMany(PublicExceptions));
    }

    [Fact]
    public void The_table_lists_every_event()
    {
        IEnumerable<string> listed = EventRow().Matches(Page).Select(row => row.Value);

        listed.Should().Equal(BuiltAssembly.Names.SelectMany(Events).OrderBy(e => e.Id).Select(e => e.Row));
    }

    private static (string Name, string Base, string Assembly)[] PublicExceptions(string assembly)
    {
        using PEReader file = BuiltAssembly.Open(assembly);
        MetadataReader reader = file.GetMetadataReader();
        return
        [
            .. from handle in reader.TypeDefinitions
            let type = reader.GetTypeDefinition(handle)
            where
                type.Attributes.HasFlag(TypeAttributes.Public)
                && reader.GetString(type.Name).EndsWith("Exception", StringComparison.Ordinal)
            select (reader.GetString(type.Name), BaseOf(reader, type), assembly),
        ];
    }

    private static string BaseOf(MetadataReader reader, TypeDefinition type) =>
        reader.GetString(
            type.BaseType.Kind == HandleKind.TypeDefinition
                ? reader.GetTypeDefinition((TypeDefinitionHandle)type.BaseType).Name
                : reader.GetTypeReference((TypeReferenceHandle)type.BaseType).Name
        );

    private static (int Id, string Row)[] Events(string assembly)
    {
        using PEReader file = BuiltAssembly.Open(assembly);
        MetadataReader reader = file.GetMetadataReader();
        return
        [
            .. from handle in reader.TypeDefinitions
            let type = reader.GetTypeDefinition(handle)
            where reader.GetString(type.Name) == "LogEvents"
            from f in type.GetFields()
            let field = reader.GetFieldDefinition(f)
            let id = reader.GetBlobReader(reader.GetConstant(field.GetDefaultValue()).Value).ReadInt32()
            select (id, $"| {id} | `{reader.GetString(field.Name)}` | {assembly} |"),
        ];
    }

    [GeneratedRegex(
        @"^(?<indent>[│├└─ ]+)(?<name>\w+Exception) +(?<assembly>Audio\.\w+) ",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TreeLine();

    [GeneratedRegex(@"^\| \d+ \| `\w+` \| Audio\.\w+ \|$", RegexOptions.Multiline)]
    private static partial Regex EventRow();
}
