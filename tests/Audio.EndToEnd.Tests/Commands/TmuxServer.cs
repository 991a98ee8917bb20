using System.Diagnostics;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>The test's own tmux server, with terminals of any width that run the real program.</summary>
public sealed class TmuxServer : IAsyncLifetime
{
    private const string Socket = "audiod-test";
    private const int Height = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private int _terminals;

    /// <summary>Where the commands run, and find what they play.</summary>
    public TempFolder Folder => _folder;

    public ValueTask InitializeAsync()
    {
        ExternalTool.Require("tmux");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_terminals > 0)
            await TmuxAsync("kill-server");
        _folder.Dispose();
    }

    /// <summary>Runs an audiod command in its own terminal.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="words">The command.</param>
    /// <param name="environment">Additional environment variables, as <c>NAME=value</c>.</param>
    /// <returns>Its name, for <see cref="ScreenAsync"/>.</returns>
    internal async Task<string> StartAsync(int width, string words, params string[] environment)
    {
        string name = $"t{Interlocked.Increment(ref _terminals)}";
        string command =
            $"{string.Join(' ', environment.Prepend("env"))} dotnet '{DaemonProcess.Program}' {words}; "
            + "echo \"exit code $?\"; cat";
        await TmuxAsync(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-s",
            name,
            "-x",
            $"{width}",
            "-y",
            $"{Height}",
            command
        );
        return name;
    }

    /// <summary>The lines of a terminal, once they contain the expected text.</summary>
    internal async Task<string[]> ScreenAsync(string name, Func<string, bool> shows)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        string screen = "";
        try
        {
            while (true)
            {
                screen = await TmuxAsync("capture-pane", "-p", "-t", name);
                if (shows(screen))
                    return [.. screen.TrimEnd('\n').Split('\n')];
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The terminal {name} does not show what is looked for:\n{screen}", e);
        }
    }

    /// <summary>Types into a terminal.</summary>
    internal Task TypeAsync(string name, string keys) => TmuxAsync("send-keys", "-t", name, keys);

    private async Task<string> TmuxAsync(params string[] words)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-L", Socket, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.Path,
        };
        Dictionary<string, string?> kept = ((string[])["PATH", "HOME", "DOTNET_ROOT", "USER"]).ToDictionary(
            name => name,
            Environment.GetEnvironmentVariable
        );
        start.Environment.Clear(); // what says that a CI runs this would keep the program from moving anything
        foreach ((string variable, string? value) in kept.Where(v => v.Value is not null))
            start.Environment[variable] = value;
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["TMUX_TMPDIR"] = _folder.Path;
        start.Environment["XDG_STATE_HOME"] = _folder.File("state");
        start.Environment["XDG_RUNTIME_DIR"] = _folder.Path;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"tmux {string.Join(' ', words)}: {error}");
    }
}
