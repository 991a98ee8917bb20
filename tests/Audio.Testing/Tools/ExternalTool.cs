using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Audio.Testing.Tools;

/// <summary>Other programs that the tests use: sox, ffmpeg, espeak-ng.</summary>
public static class ExternalTool
{
    /// <summary>Skips the running test if a program is not installed; with CI=true it fails instead.</summary>
    public static void Require(string program)
    {
        if (!IsInstalled(program))
            Missing(program);
    }

    /// <summary>Whether a program is on the PATH.</summary>
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder =>
                File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe"))
            );

    /// <summary>
    /// Skips the running test because something it needs is not installed; with CI=true it fails instead.
    /// </summary>
    /// <param name="what">What is missing, in a form to search for.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    [DoesNotReturn]
    public static void Missing(string what)
    {
        string missing = $"{what} not found: ./test.sh installs it on Debian, and says elsewhere what is missing";
        bool inCi = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        // xunit takes any exception whose message starts with this token for a skip (xunit.v3 DynamicSkipToken).
        throw new InvalidOperationException(inCi ? missing : "$XunitDynamicSkip$" + missing);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message contains its output.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        Require(program);
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        ) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed with {process.ExitCode}: {error}"
            );
    }
}
