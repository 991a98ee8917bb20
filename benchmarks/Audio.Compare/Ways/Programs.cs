using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Audio.Compare.Ways;

/// <summary>Other programs: looked for, started quietly, ended.</summary>
internal static class Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Whether a program is installed.</summary>
    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts one; what it says is dropped.</summary>
    public static Process Start(string program, params IEnumerable<string> arguments)
    {
        Process process = StartHeard(program, arguments);
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Starts one, and waits until it has said something on standard output.</summary>
    /// <returns>The process, and what was found.</returns>
    public static async Task<(Process Process, Match Said)> StartAsync(Regex said, string program, params IEnumerable<string> arguments)
    {
        Process process = StartHeard(program, arguments);
        try
        {
            using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (said.Match(line) is not { Success: true } match)
                    continue;
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // it never waits for somebody who reads
                return (process, match);
            }
            await process.WaitForExitAsync(limit.Token);
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode} before it was ready.");
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    /// <summary>Ends one and waits until it is gone.</summary>
    public static async Task EndAsync(Process? process)
    {
        if (process is null)
            return;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process StartHeard(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.BeginErrorReadLine();
        return process;
    }
}
