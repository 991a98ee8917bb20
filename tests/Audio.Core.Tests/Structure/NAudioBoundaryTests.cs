using System.Reflection;
using Audio.Core.Engine;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Tests.Structure;

/// <summary>
/// The engine stands on NAudio, and nothing that NAudio has is defined here a second time; held on the assemblies that
/// were built.
/// </summary>
public sealed class NAudioBoundaryTests
{
    private static readonly Assembly Core = typeof(AudioEngine).Assembly;

    [Fact]
    public void Core_stands_on_NAudio_Core_and_Protocol_does_not()
    {
        References(Core).Should().Contain("NAudio.Core");
        References(typeof(AudioFormat).Assembly)
            .Should()
            .NotContain(static name => name.Contains("NAudio", StringComparison.Ordinal));
    }

    [Fact]
    public void What_gives_samples_is_an_ISampleProvider_and_nothing_of_our_own() =>
        Core.GetTypes()
            .Where(static type => type.GetMethod("Read", [typeof(Span<float>)]) is not null)
            .Should()
            .NotBeEmpty()
            .And.OnlyContain(static type =>
                typeof(ISampleProvider).IsAssignableFrom(type) || type.Name == "InputBank" || type.Name == "InputSum"
            );

    [Fact]
    public void No_type_has_the_name_of_one_of_the_graph_of_NAudio()
    {
        HashSet<string> taken =
        [
            .. typeof(ISampleProvider)
                .Assembly.GetExportedTypes()
                .Where(static type => type.Namespace!.StartsWith("NAudio.Wave", StringComparison.Ordinal))
                .Select(static type => type.Name),
        ];
        taken.Should().Contain("MixingSampleProvider");
        Core.GetTypes().Select(static type => type.Name).Should().NotIntersectWith(taken);
    }

    [Theory]
    [
        InlineData("ISampleSource"),
        InlineData("IDrainable"),
        InlineData("ISampleLender"),
        InlineData("IRenderSource"),
        InlineData("MixBus")
    ]
    public void The_types_that_those_of_naudio_replaced_are_gone(string name) =>
        Core.GetTypes().Should().NotContain(type => type.Name == name);

    private static IEnumerable<string> References(Assembly of) =>
        of.GetReferencedAssemblies().Select(static reference => reference.Name!);
}
