using System.Text.RegularExpressions;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>A namespace is its folder, starting with the name of the project.</summary>
public sealed partial class NamespaceFolderTests
{
    /// <summary>Registration methods are in the namespace of the service collection: callers need no using.</summary>
    private static readonly Dictionary<string, string> OnPurpose = new()
    {
        ["src/Audio.Core/Engine/AudioEngineServiceCollectionExtensions.cs"] =
            "Microsoft.Extensions.DependencyInjection",
        ["src/Audio.Client/AudioDaemonClientServiceCollectionExtensions.cs"] =
            "Microsoft.Extensions.DependencyInjection",
    };

    [Fact]
    public void The_namespace_of_a_file_is_its_folder() =>
        SourceFile
            .All.Select(f => (f.Path, Declared: NamespaceOf(f), Folder: FolderOf(f.Path)))
            .Where(f =>
                f.Declared != f.Folder
                && f.Declared != OnPurpose.GetValueOrDefault(f.Path)
                && !IsTopLevel(f.Path, f.Declared)
            )
            .Select(f => $"{f.Path} is in {f.Declared ?? "no namespace"}")
            .ShouldBeNone("Move these to the folder of their namespace, or give them the namespace of their folder:");

    [Fact]
    public void What_is_elsewhere_on_purpose_is_there() =>
        OnPurpose
            .Where(f => !SourceFile.All.Any(s => s.Path == f.Key && NamespaceOf(s) == f.Value))
            .Select(f => f.Key)
            .ShouldBeNone("Take these out of the list of what is elsewhere on purpose:");

    /// <summary>tests/Audio.Core.Tests/Wires/V4/SomeTests.cs is in Audio.Core.Tests.Wires.V4.</summary>
    private static string FolderOf(string path) => string.Join('.', path.Split('/')[1..^1]);

    private static string? NamespaceOf(SourceFile file) =>
        file
            .Lines.Select(static line => Declaration().Match(line))
            .FirstOrDefault(static m => m.Success)
            ?.Groups["name"]
            .Value;

    private static bool IsTopLevel(string path, string? declared) =>
        declared is null && path.EndsWith("/Program.cs", StringComparison.Ordinal);

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
