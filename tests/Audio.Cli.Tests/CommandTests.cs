using Audio.Cli.Invocation;
using Audio.Cli.State;
using Audio.Host.Options;
using Audio.Testing.Sockets;

namespace Audio.Cli.Tests;

/// <summary>Base of tests that run command lines in this process, with their own state folder.</summary>
public abstract class CommandTests : IDisposable
{
    private protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("audiod-commands-");

    private protected StringWriter Out { get; } = new();

    private protected StringWriter Error { get; } = new();

    private protected Dictionary<string, string> Variables { get; } = [];

    private protected IReadOnlyList<SettingLayer> Layers { get; set; } = [];

    private protected StateStore Store => new(Folder.FullName);

    public void Dispose()
    {
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The state of a dead daemon, whose process id now belongs to another program (this one).</summary>
    private protected static DaemonState Died() =>
        new()
        {
            Process = ProcessMark.Current() with { Started = "another boot:1" },
            Port = FreePort.Find(),
            Address = "127.0.0.1",
            StartedAt = DateTimeOffset.UnixEpoch,
            Version = "0.1.0",
            LogFile = "/tmp/x.log",
            DrainLimitMs = 0,
        };

    private protected Task<int> RunAsync(string line) =>
        AudiodCommandLine.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Context());

    private protected CommandContext Context() =>
        new()
        {
            Out = Out,
            Error = Error,
            Layers = Layers,
            Environment = name => Variables.GetValueOrDefault(name),
        };
}
