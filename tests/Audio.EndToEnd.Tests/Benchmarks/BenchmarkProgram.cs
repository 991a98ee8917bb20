using System.Diagnostics;
using System.Reflection;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>A program of <c>benchmarks/</c>, from the same build, run in its own process.</summary>
internal static class BenchmarkProgram
{
    /// <summary>Far longer than any of them takes, even on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end, within a limit that only a program that hangs reaches.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string name,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? limit = null
    )
    {
        string program = typeof(BenchmarkProgram)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == name)
            .Value!;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string variable, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(limit ?? Limit, TimeProvider.System);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
