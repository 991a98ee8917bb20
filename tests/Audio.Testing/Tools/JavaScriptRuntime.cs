using System.Runtime.InteropServices;

namespace Audio.Testing.Tools;

/// <summary>A program that runs JavaScript: Node of the system, Node 22, Bun, Deno.</summary>
/// <param name="Program">Its path, or its name on the PATH.</param>
/// <param name="Words">What stands before the script.</param>
public sealed record JavaScriptRuntime(string Program, params string[] Words)
{
    /// <summary>The names for <see cref="Require"/>.</summary>
    public static readonly string[] Names = ["node", "node22", "bun", "deno"];

    /// <summary>Skips the running test if it is not installed; with CI=true it fails instead.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static JavaScriptRuntime Require(string name)
    {
        bool isArm = RuntimeInformation.OSArchitecture == Architecture.Arm64;
        switch (name)
        {
            case "node":
                ExternalTool.Require("node");
                return new JavaScriptRuntime("node");
            case "node22":
                return new JavaScriptRuntime(Find($"node-linux-{(isArm ? "arm64" : "x64")}", "bin", "node"));
            case "bun":
                return new JavaScriptRuntime(Find("@oven", $"bun-linux-{(isArm ? "aarch64" : "x64")}", "bin", "bun"));
            case "deno":
                return new JavaScriptRuntime(
                    Find("@deno", $"linux-{(isArm ? "arm64" : "x64")}-glibc", "deno"),
                    "run",
                    "--allow-all",
                    "--node-modules-dir=manual"
                );
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "No such runtime.");
        }
    }

    private static string Find(params string[] path)
    {
        string program = Path.Combine([NodeRuntime.RequireModules(), .. path]);
        if (!File.Exists(program))
            ExternalTool.Missing(path[^1]);
        return program;
    }
}
