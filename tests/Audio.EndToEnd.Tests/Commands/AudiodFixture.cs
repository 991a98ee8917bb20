using System.Diagnostics;
using System.Text.Json.Nodes;
using Audio.Testing.Daemon;
using Audio.Testing.Files;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// The real program with its own folders, set up as on a Linux desktop: XDG_STATE_HOME, and an XDG_RUNTIME_DIR that is
/// new and empty, as after a login. Whatever still runs from them at the end of the test is killed.
/// </summary>
public sealed class AudiodFixture : IAsyncDisposable
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-e2e-");

    public AudiodFixture()
    {
        Directory.CreateDirectory(StateHome);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(RuntimeFolder);
        else
            Directory.CreateDirectory(RuntimeFolder, UserOnly);
    }

    public static string Root => RepositoryFiles.Root;

    /// <summary>A folder for the test's own files.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Where the state goes.</summary>
    public string StateFolder => Path.Combine(StateHome, "audiod");

    /// <summary>XDG_RUNTIME_DIR.</summary>
    public string RuntimeFolder => Path.Combine(Folder, "run");

    private string StateHome => Path.Combine(Folder, "state");

    public string LogFolder => Path.Combine(Folder, "logs");

    /// <summary>Runs an audiod command with the test's folders.</summary>
    internal Task<CommandResult> RunAsync(string line, params (string Name, string Value)[] environment) =>
        Command.RunAsync("dotnet", Words(line), Environment(environment), Folder);

    /// <summary>Starts an audiod command and does not wait for it.</summary>
    internal Command Start(string line, params (string Name, string Value)[] environment) =>
        Command.Start("dotnet", Words(line), Environment(environment), Folder);

    /// <summary>The state file of the one daemon there is.</summary>
    internal JsonNode State() =>
        JsonNode.Parse(
            File.ReadAllText(Directory.GetFiles(StateFolder, "daemon-*.json").Should().ContainSingle().Subject)
        )!;

    internal int Port() => (int)State()["port"]!;

    internal int ProcessId() => (int)State()["process"]!["id"]!;

    /// <summary>
    /// Waits until a daemon run in the foreground has written its state file, which it does once it listens.
    /// </summary>
    internal async Task ListeningAsync(Command daemon)
    {
        while (!Directory.Exists(StateFolder) || Directory.GetFiles(StateFolder, "daemon-*.json").Length == 0)
        {
            if (daemon.HasExited)
                Assert.Fail($"The daemon ended: {await daemon.WaitAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public static bool IsRunning(int processId)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string file in Directory.Exists(StateFolder) ? Directory.GetFiles(StateFolder, "daemon-*.json") : [])
        {
            int id = (int)JsonNode.Parse(await File.ReadAllTextAsync(file))!["process"]!["id"]!;
            if (
                !IsRunning(id)
                || !(await File.ReadAllTextAsync($"/proc/{id}/cmdline")).Contains("Audio.Cli", StringComparison.Ordinal)
            )
            {
                continue;
            }

            using var process = Process.GetProcessById(id);
            process.Kill();
            await process.WaitForExitAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>The test's folders, and these variables.</summary>
    internal Dictionary<string, string?> Environment(params (string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string?>
        {
            ["XDG_STATE_HOME"] = StateHome,
            ["XDG_RUNTIME_DIR"] = RuntimeFolder,
        };
        foreach ((string name, string value) in variables)
            environment[name] = value;
        return environment;
    }

    private IEnumerable<string> Words(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool logs = words is [] or ["run" or "start" or "restart" or "logs", ..] or ["-" or ['-', ..], ..];
        // only there does the environment say it
        string[] state = OperatingSystem.IsLinux() ? [] : ["--state-dir", StateFolder];
        return [DaemonProcess.Program, .. words, .. state, .. logs ? (string[])["--log-dir", LogFolder] : []];
    }
}
