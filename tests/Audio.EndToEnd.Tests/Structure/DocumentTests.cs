using System.Text.RegularExpressions;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Structure;

/// <summary>What the documentation refers to exists.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [
            .. Repository.Files.Where(f =>
                f.EndsWith(".md", StringComparison.Ordinal)
                && (!f.Contains('/') || f.StartsWith("docs/", StringComparison.Ordinal) || f == "samples/README.md")
            ),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_in_backticks_exists(string document)
    {
        string[] named =
        [
            .. CodeSpan()
                .Matches(WithoutBlocks(document))
                .Select(m => m.Groups["code"].Value)
                .Where(LooksLikePath)
                .Select(p => p.TrimEnd('/'))
                .Distinct(),
        ];

        named.Where(p => !Exists(p)).Should().BeEmpty($"{document} names them");
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document)
    {
        string folder = Path.GetDirectoryName(document)!;
        string[] targets =
        [
            .. Link()
                .Matches(WithoutBlocks(document))
                .Select(m => m.Groups["target"].Value)
                .Where(t => !t.Contains("://", StringComparison.Ordinal)),
        ];

        foreach (string target in targets)
        {
            string[] parts = target.Split('#', 2);
            string file =
                parts[0].Length == 0
                    ? document
                    : Path.GetRelativePath(
                        Repository.Root,
                        Path.GetFullPath(Path.Combine(Repository.Root, folder, parts[0]))
                    );
            Exists(file).Should().BeTrue($"{document} links to {target}");
            if (parts.Length == 2)
                Headings(file).Should().Contain(parts[1], $"{document} links to {target}");
        }
    }

    [Fact]
    public async Task Every_verb_in_the_documents_is_one_of_audiod()
    {
        (int code, string help) = await DaemonProcess.RunAsync("--help");
        code.Should().Be(0);
        string[] verbs =
        [
            .. HelpVerb().Matches(help.Split("Commands:\n")[1].Split("\n\n")[0]).Select(m => m.Groups["verb"].Value),
        ];
        verbs.Should().Contain(["run", "start", "stop", "restart", "status", "logs", "health", "demo"]);

        (string Document, string Verb)[] named =
        [
            .. Documents
                .Select(d => (string)d.Data)
                .SelectMany(d => AudiodVerb().Matches(Repository.Read(d)).Select(m => (d, m.Groups["verb"].Value))),
        ];

        named.Should().NotBeEmpty();
        named.Where(n => !verbs.Contains(n.Verb)).Should().BeEmpty();
    }

    [Fact]
    public void Every_script_can_be_run() =>
        Repository
            .Files.Where(f => f.EndsWith(".sh", StringComparison.Ordinal) || f is "audiod" or ".ci/run")
            .Where(f =>
                !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(Repository.PathOf(f)) & UnixFileMode.UserExecute) == UnixFileMode.None
            )
            .Should()
            .BeEmpty();

    private static string WithoutBlocks(string document) => CodeBlock().Replace(Repository.Read(document), "");

    /// <summary>
    /// A path of this project starts with one of its files or folders. Files made at run time (logs/, .audiod/) are not
    /// in git.
    /// </summary>
    private static bool LooksLikePath(string code)
    {
        if (code.Length == 0 || code.Any(c => c is ' ' or '*' or '{' or '<' or '$' or '…' or '(' or ':' or '='))
            return false;
        string first = code.StartsWith("./", StringComparison.Ordinal) ? code[2..].Split('/')[0] : code.Split('/')[0];
        return code.StartsWith("./", StringComparison.Ordinal)
            || (code.Contains('/') && Repository.Files.Any(f => f.StartsWith(first + "/", StringComparison.Ordinal)));
    }

    private static bool Exists(string path)
    {
        string relative = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return File.Exists(Repository.PathOf(relative))
            || Repository.Files.Any(f => f.StartsWith(relative + "/", StringComparison.Ordinal));
    }

    /// <summary>GitHub's anchors: lower case, hyphens for spaces, no punctuation.</summary>
    private static IEnumerable<string> Headings(string document) =>
        Heading()
            .Matches(Repository.Read(document))
            .Select(m => Punctuation().Replace(m.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`(?<code>[^`\n]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^  (?<verb>[a-z]+)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex HelpVerb();

    [GeneratedRegex(@"\./audiod (?<verb>[a-z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex AudiodVerb();
}
