using Audio.EndToEnd.Tests.Commands;
using Audio.EndToEnd.Tests.Structure;
using Audio.Testing;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>
/// A folder of a project that has the packed JavaScript client installed, and ws. The programs of the tests are in
/// <c>Programs</c> beside this file.
/// </summary>
internal sealed class ClientProject : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Makes one with the client in its node_modules.</summary>
    public ClientProject()
        : this(hasClient: true) { }

    private ClientProject(bool hasClient)
    {
        if (!File.Exists(Package))
            ExternalTool.Missing("the packed JavaScript client");
        if (hasClient)
            Directory.CreateSymbolicLink(PathOf("node_modules"), Path.Combine(Built, "node_modules"));
        File.WriteAllText(PathOf("package.json"), """{"private":true,"dependencies":{"audiod-client":"*"}}""");
    }

    /// <summary>What <c>npm pack</c> has made.</summary>
    public static string Package { get; } = Path.Combine(Repository.Root, ".tools", "client", "audiod-client.tgz");

    /// <summary>The source of the client.</summary>
    public static string Source { get; } = Path.Combine(Repository.Root, "clients", "javascript");

    private static string Built { get; } = Path.GetDirectoryName(Package)!;

    public string Folder => _folder.Path;

    /// <summary>One in which nothing is installed.</summary>
    public static ClientProject Empty() => new(hasClient: false);

    public string PathOf(params string[] path) => Path.Combine([_folder.Path, .. path]);

    /// <summary>Copies one of the programs of the tests here.</summary>
    public string AddProgram(string name)
    {
        string path = PathOf(name);
        File.Copy(Repository.PathOf($"tests/Audio.EndToEnd.Tests/JavaScript/Programs/{name}"), path, overwrite: true);
        return path;
    }

    /// <summary>Runs one of the programs of the tests to its end.</summary>
    public Task<CommandResult> RunAsync(JavaScriptRuntime runtime, string name, params string[] arguments) =>
        Command.RunAsync(
            runtime.Program,
            [.. runtime.Words, AddProgram(name), .. arguments],
            new Dictionary<string, string?> { ["DENO_DIR"] = PathOf("deno"), ["NO_COLOR"] = "1" },
            _folder.Path
        );

    /// <summary>Runs npm to its end; skips the running test, or fails it, where there is none.</summary>
    public static Task<CommandResult> NpmAsync(string folder, params string[] words)
    {
        ExternalTool.Require("npm");
        return Command.RunAsync("npm", words, new Dictionary<string, string?> { ["NO_COLOR"] = "1" }, folder);
    }

    public void Dispose() => _folder.Dispose();
}
