using System.Text.RegularExpressions;
using Audio.Testing.Daemon;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>The C# in the documentation compiles when pasted into the Program.cs of a new console project.</summary>
public sealed partial class DocumentCodeTests
{
    /// <summary>What <c>dotnet new console</c> imports.</summary>
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    public static TheoryData<string, int> Blocks =>
        [
            .. from page in Repository.Files
            where
                page is "README.md" or "docs/embedding.md" or "src/Audio.Client/README.md" or "src/Audio.Core/README.md"
            from number in Enumerable.Range(0, Code(page).Length)
            select (page, number),
        ];

    [Fact]
    public void Every_page_shows_code() =>
        Blocks
            .Select(block => block.Data.Item1)
            .Distinct()
            .Should()
            .BeEquivalentTo("README.md", "docs/embedding.md", "src/Audio.Client/README.md", "src/Audio.Core/README.md");

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_compiles_as_it_is_pasted(string page, int number)
    {
        string program = Code(page)[number];
        IEnumerable<string> ours = Directory
            .GetFiles(Path.GetDirectoryName(DaemonProcess.Program)!, "*.dll")
            .Where(file =>
                Path.GetFileName(file) is "System.Reactive.dll"
                || Path.GetFileName(file).StartsWith("Audio.", StringComparison.Ordinal)
            );
        IEnumerable<string> runtime = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Audio.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            "Pasted",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(program)],
            ours.Concat(runtime).DistinctBy(Path.GetFileName).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

        compilation
            .GetDiagnostics()
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Should()
            .BeEmpty($"{page} shows\n{program}");
    }

    private static string[] Code(string page) =>
        [.. CodeBlock().Matches(Repository.Read(page)).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeBlock();
}
