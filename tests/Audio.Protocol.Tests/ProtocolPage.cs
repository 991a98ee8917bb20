using System.Runtime.CompilerServices;

namespace Audio.Protocol.Tests;

/// <summary>docs/protocol.md: what a test asserts about the wire must stand there too.</summary>
internal static class ProtocolPage
{
    private static readonly string Text = File.ReadAllText(Path());

    /// <summary>The lines of its JSON blocks that are whole messages.</summary>
    public static IReadOnlyList<string> Messages { get; } = [.. Text.Split('\n').Where(line => line.StartsWith("{\"type\"", StringComparison.Ordinal))];

    public static void ShouldShow(string text) => Text.Should().Contain(text, "docs/protocol.md is the reference");

    private static string Path([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "../../docs/protocol.md"));
}
