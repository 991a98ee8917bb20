using System.Runtime.CompilerServices;

namespace Audio.Protocol.Tests;

/// <summary>docs/protocol.md: what a test asserts about the wire must stand there too.</summary>
internal static class ProtocolPage
{
    private static readonly string Text = File.ReadAllText(Path());

    private static readonly string[] Versions = Text.Split("\n## Version 4\n");

    /// <summary>The lines of version 3's JSON blocks that are whole messages.</summary>
    public static IReadOnlyList<string> Messages { get; } = MessagesOf(Versions[0]);

    /// <summary>Those of version 4.</summary>
    public static IReadOnlyList<string> V4Messages { get; } = MessagesOf(Versions[1]);

    /// <summary>What stands under a heading of version 4.</summary>
    public static string V4Section(string heading) => Versions[1].Split($"\n### {heading}\n")[1].Split("\n### ")[0];

    public static void ShouldShow(string text) => Text.Should().Contain(text, "docs/protocol.md is the reference");

    private static string[] MessagesOf(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("{\"type\"", StringComparison.Ordinal))];

    private static string Path([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(
            System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../docs/protocol.md")
        );
}
