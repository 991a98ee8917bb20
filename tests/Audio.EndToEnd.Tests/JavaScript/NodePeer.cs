using System.Diagnostics;
using System.Text.Json;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>A program whose lines are read one by one; some answer each line of their standard input.</summary>
internal sealed class NodePeer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private NodePeer(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static NodePeer Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new NodePeer(Process.Start(start)!);
    }

    /// <summary>Writes a line, and reads the line of JSON that answers it.</summary>
    public async Task<JsonElement> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return Json.Parse(await ReadAsync());
    }

    /// <summary>The next line of its standard output.</summary>
    public async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException($"The program ended: {await _error}");

    /// <summary>Ends its input, and waits until it leaves by itself.</summary>
    /// <returns>Its exit code, and what it wrote to standard error.</returns>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
    }
}
