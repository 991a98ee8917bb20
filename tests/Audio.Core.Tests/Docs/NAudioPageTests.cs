using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Audio.Core.Tests.Docs;

/// <summary>docs/naudio.md shows code: here it is compiled as it stands there.</summary>
public sealed partial class NAudioPageTests
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    [Fact]
    public void Each_example_in_the_docs_compiles_without_warnings()
    {
        string[] examples =
        [
            .. CodeBlock().Matches(File.ReadAllText(DocPath())).Select(match => match.Groups[1].Value),
        ];
        examples.Should().HaveCount(2);

        foreach (string example in examples)
            Compile(example).Should().BeEmpty(example);
    }

    private static IEnumerable<Diagnostic> Compile(string example)
    {
        const string Usings =
            "global using System; global using System.IO; global using System.Linq; global using "
            + "System.Threading; global using System.Threading.Tasks; global using System.Collections.Generic;";
        var compilation = CSharpCompilation.Create(
            "NAudioPage",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(example)],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        return compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    private static string DocPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/naudio.md");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
