using System.Diagnostics;

namespace Audio.Testing.Tools;

/// <summary>A Python that has <c>websockets</c>, the WebSocket library that most programs in Python use.</summary>
public static class PythonRuntime
{
    private static readonly Lazy<string?> WithWebSockets = new(Find);

    /// <summary>Skips the running test if no Python has <c>websockets</c>; with CI=true it fails instead.</summary>
    /// <returns>The program to run scripts with.</returns>
    public static string RequireWebSockets()
    {
        string? python = WithWebSockets.Value;
        if (python is null)
            ExternalTool.Missing("Python's websockets");
        return python;
    }

    /// <summary>Debian's modules are for <c>/usr/bin/python3</c>, which may not be the first on the PATH.</summary>
    private static string? Find()
    {
        string?[] pythons = [Environment.GetEnvironmentVariable("TEST_PYTHON"), "/usr/bin/python3", "python3"];
        return pythons.FirstOrDefault(python =>
            !string.IsNullOrEmpty(python)
            && (File.Exists(python) || ExternalTool.IsInstalled(python))
            && HasWebSockets(python)
        );
    }

    private static bool HasWebSockets(string python)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(python, ["-c", "import websockets"])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        ) ?? throw new InvalidOperationException($"{python} did not start.");
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
