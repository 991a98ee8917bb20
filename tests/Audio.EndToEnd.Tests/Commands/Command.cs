using System.Diagnostics;
using System.Text;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// A process that a test starts and whose output it reads. Killed at the end of the test, if it still runs.
/// </summary>
internal sealed class Command : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new(); // under its lock
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    private Command(Process process)
    {
        _process = process;
        _out = ReadAsync(process.StandardOutput);
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    private string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static Command Start(
        string program,
        IEnumerable<string> words,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null
    )
    {
        var start = new ProcessStartInfo(program, words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };

        // The developer's own daemon settings must not apply here.
        foreach (
            string name in start
                .Environment.Keys.Where(k => k.StartsWith("AUDIOD_", StringComparison.OrdinalIgnoreCase))
                .ToArray()
        )
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new Command(process);
    }

    public static async Task<CommandResult> RunAsync(
        string program,
        IEnumerable<string> words,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null
    )
    {
        await using Command command = Start(program, words, environment, folder);
        return await command.WaitAsync();
    }

    /// <summary>Waits until its output contains this text.</summary>
    public async Task SaysAsync(string text)
    {
        while (!Said.Contains(text, StringComparison.Ordinal))
        {
            if (_out.IsCompleted)
                Assert.Fail($"It ended without saying '{text}': {await WaitAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until it ends.</summary>
    public async Task<CommandResult> WaitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandResult(_process.ExitCode, await _out, await _error);
    }

    /// <summary>Sends it a signal by name: TERM, INT, KILL, STOP.</summary>
    public Task SignalAsync(string signal) => SignalAsync(signal, Id);

    public static async Task SignalAsync(string signal, int processId) =>
        (await RunAsync("kill", [$"-{signal}", $"{processId}"])).ExitCode.Should().Be(0);

    private async Task<string> ReadAsync(StreamReader output)
    {
        char[] buffer = new char[4096];
        while (await output.ReadAsync(buffer) is > 0 and int count)
        {
            lock (_said)
                _said.Append(buffer, 0, count);
        }

        return Said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
