using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>
/// Each assembly that logs declares its event ids in its LogEvents, and ids are unique across all our assemblies.
/// </summary>
public sealed class LogEventTests
{
    private static readonly (string Assembly, int[] Listed, int[] Used)[] Events =
    [
        .. BuiltAssembly.Names.Select(name =>
        {
            using PEReader file = BuiltAssembly.Open(name);
            MetadataReader reader = file.GetMetadataReader();
            return (name, ListedIn(reader), UsedIn(reader));
        }),
    ];

    public static TheoryData<string> Assemblies => [.. Events.Where(e => e.Used.Length > 0).Select(e => e.Assembly)];

    [Fact]
    public void No_two_events_have_one_id() =>
        Events
            .SelectMany(e => e.Used.Select(id => (e.Assembly, Id: id)))
            .GroupBy(e => e.Id)
            .Where(e => e.Count() > 1)
            .Select(e => $"{e.Key} is used by {string.Join(" and ", e.Select(one => one.Assembly))}")
            .Should()
            .BeEmpty();

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_list_of_an_assembly_is_what_it_uses(string assembly)
    {
        (string Assembly, int[] Listed, int[] Used) events = Events.Single(e => e.Assembly == assembly);

        events.Used.Should().BeEquivalentTo(events.Listed);
    }

    [Fact]
    public void Core_Client_and_Host_log() =>
        Assemblies.Select(row => row.Data).Should().Contain(["Audio.Client", "Audio.Core", "Audio.Host"]);

    private static int[] ListedIn(MetadataReader reader) =>
        [
            .. from handle in reader.TypeDefinitions
            let type = reader.GetTypeDefinition(handle)
            where reader.GetString(type.Name) == "LogEvents"
            from f in type.GetFields()
            let constant = reader.GetConstant(reader.GetFieldDefinition(f).GetDefaultValue())
            select reader.GetBlobReader(constant.Value).ReadInt32(),
        ];

    private static int[] UsedIn(MetadataReader reader)
    {
        var types = new TypeUses(reader);
        return
        [
            .. from method in reader.MethodDefinitions
            from handle in reader.GetMethodDefinition(method).GetCustomAttributes()
            let attribute = reader.GetCustomAttribute(handle)
            where IsLoggerMessage(reader, attribute)
            select IdOf(attribute.DecodeValue(types).NamedArguments),
        ];
    }

    private static int IdOf(ImmutableArray<CustomAttributeNamedArgument<string?>> arguments) =>
        arguments.Where(a => a.Name == "EventId").Select(a => (int)a.Value!).SingleOrDefault();

    private static bool IsLoggerMessage(MetadataReader reader, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            is { Kind: HandleKind.TypeReference } parent
        && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name) == "LoggerMessageAttribute";
}
