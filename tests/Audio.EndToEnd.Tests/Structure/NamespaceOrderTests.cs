using System.Reflection.PortableExecutable;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>The namespaces of an assembly have an order: none refers back to itself through another.</summary>
public sealed class NamespaceOrderTests
{
    public static TheoryData<string> Assemblies => [.. BuiltAssembly.Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_namespaces_of_an_assembly_make_no_circle(string assembly)
    {
        using PEReader file = BuiltAssembly.Open(assembly);
        IReadOnlyCollection<TypeArrow> arrows = TypeGraph.Of(file);

        arrows.Should().NotBeEmpty();
        Circles
            .Of(arrows)
            .ShouldBeNone($"Move the types of one arrow of each circle up or down, until {assembly} has an order:");
    }
}
