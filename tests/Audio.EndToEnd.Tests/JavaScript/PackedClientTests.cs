using Audio.EndToEnd.Tests.Commands;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>What <c>npm pack</c> makes, installed into projects of each kind: each builds and plays.</summary>
public sealed class PackedClientTests
{
    [Fact]
    public async Task A_project_of_ESM_plays_in_Node_with_ws()
    {
        using ClientProject project = await InstalledAsync("""{"private":true,"type":"module"}""");
        CopyFolder(Path.Combine(ClientProject.Source, "node_modules", "ws"), project.PathOf("node_modules", "ws"));

        await PlaysAsync(project, "node", "plays.mjs", daemon => $"localhost:{daemon.Port}");
    }

    [Fact]
    public async Task A_project_of_CommonJS_plays_in_Node_over_the_local_socket()
    {
        using ClientProject project = await InstalledAsync("""{"private":true}""");

        await PlaysAsync(project, "node", "plays.cjs", daemon => $"unix:{daemon.SocketPath}");
    }

    [Fact]
    public async Task Where_the_runtime_has_no_WebSocket_the_error_says_what_helps()
    {
        using ClientProject project = await InstalledAsync("""{"private":true}""");
        await File.WriteAllTextAsync(
            project.PathOf("asks.cjs"),
            """
            delete globalThis.WebSocket; // Node 22 has one
            const { AudioDaemon } = require("audiod-client");
            new AudioDaemon().connect().catch((error) => console.log(error.code, error.message));
            """,
            TestContext.Current.CancellationToken
        );

        CommandResult result = await Command.RunAsync("node", [project.PathOf("asks.cjs")]);

        (result.ExitCode, result.Error).Should().Be((0, ""));
        result.Out.Should().StartWith("no_websocket ").And.Contain("npm install ws").And.Contain("unix:");
    }

    [Theory]
    [InlineData("nodenext", "nodenext")]
    [InlineData("esnext", "bundler")]
    public async Task A_project_of_TypeScript_builds_strictly_and_plays(string module, string resolution)
    {
        using ClientProject project = await InstalledAsync("""{"private":true,"type":"module"}""");
        project.AddProgram("plays.ts");
        await File.WriteAllTextAsync(
            project.PathOf("tsconfig.json"),
            $$"""
            {
              "compilerOptions": {
                "strict": true,
                "target": "es2022",
                "module": "{{module}}",
                "moduleResolution": "{{resolution}}",
                "lib": ["es2023", "dom", "dom.iterable"],
                "types": []
              },
              "files": ["plays.ts"]
            }
            """,
            TestContext.Current.CancellationToken
        );
        string tsc = Path.Combine(ClientProject.Source, "node_modules", "typescript", "bin", "tsc");

        CommandResult built = await Command.RunAsync("node", [tsc, "-p", project.Folder], folder: project.Folder);

        (built.ExitCode, built.Out, built.Error).Should().Be((0, "", ""));
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        var node = JavaScriptRuntime.Require("node22");
        CommandResult played = await Command.RunAsync(
            node.Program,
            [project.PathOf("plays.js"), $"localhost:{daemon.Port}"],
            folder: project.Folder
        );
        (played.ExitCode, played.Out, played.Error).Should().Be((0, "middle 9600\ncompleted 4800\n", ""));
    }

    [Fact]
    public async Task The_example_speaks_the_answer_of_a_service()
    {
        using var project = new ClientProject();
        File.Copy(Path.Combine(ClientProject.Source, "examples", "speak.mjs"), project.PathOf("speak.mjs"));
        byte[] speech = WaveFile.FromInt16(Sounds.Counting(9_600), 48_000, 1).ToBytes();
        await using var service = new SpeechService(speech);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());

        CommandResult result = await Command.RunAsync(
            "node",
            [project.PathOf("speak.mjs"), "Good morning", service.Url],
            new Dictionary<string, string?> { ["AUDIOD_ENDPOINT"] = $"localhost:{daemon.Port}" }
        );

        result.ExitCode.Should().Be(0, result.ToString());
        result.Out.Should().MatchRegex(@"^sounds [0-9.]+ ms after its first byte\ncompleted: 0\.2 s\n$");
        service.Asked.Should().ContainSingle().Which.Should().Contain("\"input\":\"Good morning\"");
    }

    private static async Task PlaysAsync(
        ClientProject project,
        string runtime,
        string program,
        Func<DaemonProcess, string> endpoint
    )
    {
        WaveFile.FromInt16(Sounds.Counting(9_600), 48_000, 1).Write(project.PathOf("speech.wav"));
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());

        CommandResult result = await project.RunAsync(
            JavaScriptRuntime.Require(runtime),
            program,
            endpoint(daemon),
            project.PathOf("speech.wav")
        );

        (result.ExitCode, result.Out, result.Error).Should().Be((0, "completed 9600\n", ""));
    }

    /// <summary>A project into which npm has installed the package, without a network.</summary>
    private static async Task<ClientProject> InstalledAsync(string packageJson)
    {
        var project = ClientProject.Empty();
        await File.WriteAllTextAsync(
            project.PathOf("package.json"),
            packageJson,
            TestContext.Current.CancellationToken
        );
        CommandResult result = await ClientProject.NpmAsync(
            project.Folder,
            "install",
            "--offline",
            "--no-audit",
            "--no-fund",
            ClientProject.Package
        );
        result.ExitCode.Should().Be(0, result.ToString());
        Directory.GetDirectories(project.PathOf("node_modules")).Should().ContainSingle("it has no dependency");
        return project;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.GetDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
