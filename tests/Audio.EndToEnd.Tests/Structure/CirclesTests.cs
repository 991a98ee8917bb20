using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>The search for circles sees every way in which one type can use another.</summary>
public sealed class CirclesTests
{
    [Theory]
    [InlineData("class A : Audio.Y.B { }")]
    [InlineData("class A : Audio.Y.I { }")]
    [InlineData("class A { Audio.Y.B[] _field = null!; }")]
    [InlineData("class A { System.Collections.Generic.List<Audio.Y.B?> Property => null!; }")]
    [InlineData("abstract class A { abstract internal void Take(ref Audio.Y.S parameter); }")]
    [InlineData("class A { internal void Take<T>() where T : Audio.Y.I { } }")]
    [InlineData("class A<T> where T : Audio.Y.I { }")]
    [InlineData("[Audio.Y.Mark] class A { }")]
    [InlineData("[System.Diagnostics.DebuggerTypeProxy(typeof(Audio.Y.B))] class A { }")]
    [InlineData("class A { [Audio.Y.Mark] void Run() { } }")]
    [InlineData("class A { void Run([Audio.Y.Mark] int parameter) { } }")]
    [InlineData("class A { object Run() => new Audio.Y.B(); }")]
    [InlineData("class A { System.Type Run() => typeof(Audio.Y.B); }")]
    [InlineData("class A { bool Run(object o) => o is Audio.Y.B; }")]
    [InlineData("class A { int Run() => Audio.Y.B.Field; }")]
    [InlineData("class A { void Run() { try { Run(); } catch (Audio.Y.Fault) { } } }")]
    [InlineData("class A { System.Func<object> Run() => () => new Audio.Y.B(); }")]
    [InlineData(
        "class A { async System.Threading.Tasks.Task Run() { await default(System.Threading.Tasks.ValueTask); "
            + "new Audio.Y.B(); } }"
    )]
    [InlineData("class A { object Run() => System.Array.Empty<Audio.Y.B>(); }")]
    [InlineData("class A { class Inner { object _field = new Audio.Y.B.Nested(); } }")]
    [InlineData(
        "class A { int Run(string s) => s switch { \"a\" => 1, \"b\" => 2, \"c\" => 3, \"d\" => 4, \"e\" => 5, "
            + "\"f\" => 6, _ => Audio.Y.B.Field }; }"
    )]
    public void An_arrow_of_any_kind_closes_the_circle(string use)
    {
        string text = Circles.Of(ArrowsOf($"namespace Audio.X {{ {use} }}")).Should().ContainSingle().Subject;

        text.Should().StartWith("Audio.X -> Audio.Y -> Audio.X\n  Audio.X -> Audio.Y: A").And.Contain("Back uses ");
    }

    [Fact]
    public void Without_a_way_back_there_is_no_circle() =>
        Circles
            .Of(ArrowsOf("namespace Audio.X { class A { } } namespace Audio.Z { class D : Audio.Y.B { } }"))
            .Should()
            .BeEmpty();

    [Fact]
    public void A_longer_circle_is_told_with_the_types_of_each_arrow() =>
        Circles
            .Of(ArrowsOf("namespace Audio.X { class A : Audio.Z.D { } } namespace Audio.Z { class D : Audio.Y.B { } }"))
            .Should()
            .Equal(
                """
                Audio.X -> Audio.Z -> Audio.Y -> Audio.X
                  Audio.X -> Audio.Z: A uses D
                  Audio.Z -> Audio.Y: D uses B
                  Audio.Y -> Audio.X: Back uses A
                """
            );

    private static IReadOnlyCollection<TypeArrow> ArrowsOf(string code)
    {
        string back = code.Contains("A<T>", StringComparison.Ordinal) ? "Audio.X.A<I>" : "Audio.X.A";
        var compilation = CSharpCompilation.Create(
            "Small",
            [
                CSharpSyntaxTree.ParseText(code),
                CSharpSyntaxTree.ParseText(
                    $$"""
                    namespace Audio.Y;
                    class B { internal static int Field; internal class Nested; }
                    interface I;
                    struct S;
                    class Mark : System.Attribute;
                    class Fault : System.Exception;
                    class Back { {{back}} _field; }
                    """
                ),
            ],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal))
                .Select(f => MetadataReference.CreateFromFile(f)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        var file = new MemoryStream();
        compilation.Emit(file).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Should().BeEmpty();
        file.Position = 0;
        using var reader = new PEReader(file);
        return TypeGraph.Of(reader);
    }
}
