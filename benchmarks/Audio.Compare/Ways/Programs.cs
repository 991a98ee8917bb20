using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Audio.Compare.Ways;

/// <summary>Other programs: looked for, started quietly, ended.</summary>
internal static class Programs
{
    /// <summary>
    /// Inherited by everything that a program starts, so that its children are found when it is ended, whatever their
    /// parent is.
    /// </summary>
    private const string Mark = "AUDIO_COMPARE_PROGRAM";

    /// <summary>For what is killed to be gone.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <summary>Whether a program is installed.</summary>
    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts one; what it says is dropped.</summary>
    public static Process Start(string program, params IEnumerable<string> arguments)
    {
        Process process = StartHeard(program, arguments);
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Starts one, and waits until it has said something on standard output.</summary>
    /// <returns>The process, and what was found.</returns>
    public static async Task<(Process Process, Match Said)> StartAsync(
        Regex said,
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        Process process = StartHeard(program, arguments);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (said.Match(line) is not { Success: true } match)
                    continue;
                // it never waits for somebody who reads
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return (process, match);
            }
            await process.WaitForExitAsync(cancellationToken);
            throw new InvalidOperationException(
                $"{program} ended with exit code {process.ExitCode} before it was ready."
            );
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    /// <summary>Starts one that whoever calls has prepared.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        start.Environment[Mark] = Guid.NewGuid().ToString("N");
        return Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
    }

    /// <summary>
    /// Ends one, with all that it has started, unless it has ended by itself; waits until it is gone, but not for ever.
    /// </summary>
    public static async Task EndAsync(Process? process)
    {
        if (process is null)
            return;
        if (!process.HasExited)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // It has ended by itself meanwhile.
            }
            KillAllWith($"{Mark}={process.StartInfo.Environment[Mark]}");
            try
            {
                await process.WaitForExitAsync().WaitAsync(EndLimit, TimeProvider.System);
            }
            catch (TimeoutException)
            {
                await Console.Error.WriteLineAsync(
                    $"{process.StartInfo.FileName} is still there {EndLimit.TotalSeconds:0} s after it was killed."
                );
            }
        }
        process.Dispose();
    }

    private static void KillAllWith(string variable)
    {
        foreach (Process other in Process.GetProcesses())
        {
            using (other)
            {
                try
                {
                    if (File.ReadAllText($"/proc/{other.Id}/environ").Split('\0').Contains(variable))
                        other.Kill();
                }
                catch (Exception e)
                    when (e is IOException or UnauthorizedAccessException or InvalidOperationException or Win32Exception
                    )
                {
                    // Somebody else's, or it has ended meanwhile.
                }
            }
        }
    }

    private static Process StartHeard(string program, IEnumerable<string> arguments)
    {
        Process process = Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
            }
        );
        process.BeginErrorReadLine();
        return process;
    }
}
