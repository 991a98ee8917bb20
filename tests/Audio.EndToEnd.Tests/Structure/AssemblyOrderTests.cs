using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>
/// References between our assemblies go one way: Cli, Host, Core, Protocol, and Cli, Client, Protocol. The test reads
/// the built assemblies: a project reference that no code uses leaves no trace there.
/// </summary>
public sealed class AssemblyOrderTests
{
    /// <summary>What each assembly may refer to; docs/architecture.md says it in words.</summary>
    private static readonly Dictionary<string, string[]> Plan = new()
    {
        ["Audio.Protocol"] = [],
        ["Audio.Core"] = ["Audio.Protocol"],
        ["Audio.Client"] = ["Audio.Protocol"],
        ["Audio.Host"] = ["Audio.Core", "Audio.Protocol"],
        ["Audio.Cli"] = ["Audio.Host", "Audio.Client", "Audio.Core", "Audio.Protocol"],
    };

    [Fact]
    public void Every_assembly_is_in_the_plan() =>
        BuiltAssembly
            .Names.Except(Plan.Keys)
            .ShouldBeNone($"Say in {nameof(AssemblyOrderTests)} and docs/architecture.md what these may refer to:");

    public static TheoryData<string> Assemblies => [.. BuiltAssembly.Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_refers_only_to_those_below_it(string assembly)
    {
        using PEReader file = BuiltAssembly.Open(assembly);
        MetadataReader reader = file.GetMetadataReader();

        reader
            .AssemblyReferences.Select(r => reader.GetString(reader.GetAssemblyReference(r).Name))
            .Where(name => name.StartsWith("Audio.", StringComparison.Ordinal))
            .Except(Plan.GetValueOrDefault(assembly, []))
            .ShouldBeNone($"{assembly} must not refer to these. Move what needs them up, or what is needed down:");
    }
}
