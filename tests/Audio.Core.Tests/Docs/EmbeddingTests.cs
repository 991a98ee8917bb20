using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Audio.Core.Tests.Docs;

/// <summary>docs/embedding.md shows a whole program: here it is compiled and run as it stands there.</summary>
[Collection(nameof(Sinks.PortAudio.AlsaConfiguration))] // it must not play on a server that another test kills
public sealed partial class EmbeddingTests
{
    [Fact]
    public async Task The_program_in_the_docs_compiles_and_plays_its_second()
    {
        string program = CodeBlock()
            .Match(await File.ReadAllTextAsync(DocPath(), TestContext.Current.CancellationToken))
            .Groups[1]
            .Value;
        program
            .Split('\n')
            .Count(line => line.Trim().Length > 0)
            .Should()
            .BeLessThanOrEqualTo(20, "the page promises twenty lines");

        Assembly assembly = Compile(program);
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            object? result = assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
            if (result is Task running)
                await running;
        }
        finally
        {
            Console.SetOut(console);
        }

        output
            .ToString()
            .Should()
            .MatchRegex(@"^Playing on .+\n")
            .And.MatchRegex(
                @"\nCompleted: 24000 frames, audible: (True, first after 00:00:0\d\.\d+|False, first after )\n$"
            );
    }

    [Fact]
    public async Task The_lines_in_the_readme_compile_and_play()
    {
        string lines = ReadMeLines()
            .Match(
                await File.ReadAllTextAsync(
                    Path.Combine(Path.GetDirectoryName(DocPath())!, "../README.md"),
                    TestContext.Current.CancellationToken
                )
            )
            .Groups[1]
            .Value;
        string program = $$"""
            {{lines}}
            return result.Reason == SessionEndReason.Completed ? (int)result.Statistics.FramesPlayed : -1;
            """;

        object? played = Compile(program).EntryPoint!.Invoke(null, [Array.Empty<string>()]);

        (played is Task<int> running ? await running : (int)played!).Should().Be(2_400);
    }

    private static Assembly Compile(string program)
    {
        const string Usings =
            "global using System; global using System.IO; global using System.Linq; global using "
            + "System.Threading; global using System.Threading.Tasks; global using System.Collections.Generic;";
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Embedding",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(program)],
            references,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image);
        emitted.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Should().BeEmpty();
        return Assembly.Load(image.ToArray());
    }

    private static string DocPath([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/embedding.md"));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("## Embed it.*?```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ReadMeLines();
}
