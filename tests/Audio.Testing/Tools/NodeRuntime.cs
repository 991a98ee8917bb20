namespace Audio.Testing.Tools;

/// <summary>Node with its <c>ws</c>, the WebSocket library that most programs in JavaScript use.</summary>
public static class NodeRuntime
{
    /// <summary>Skips the running test if Node or <c>ws</c> is not installed; with CI=true it fails instead.</summary>
    /// <returns>
    /// The variables with which <c>require("ws")</c> finds it (<c>import</c> does not look there: name the script
    /// .cjs).
    /// </returns>
    public static IReadOnlyDictionary<string, string> RequireWs()
    {
        ExternalTool.Require("node");
        return new Dictionary<string, string>(StringComparer.Ordinal) { ["NODE_PATH"] = RequireModules() };
    }

    /// <summary>The folder with what test.sh has installed by npm; skips or fails as above.</summary>
    public static string RequireModules()
    {
        string? modules = FindModules();
        if (modules is null)
            ExternalTool.Missing("Node's ws");
        return modules;
    }

    /// <summary>From the variable that test.sh sets; without test.sh, from an earlier installation.</summary>
    private static string? FindModules()
    {
        if (Environment.GetEnvironmentVariable("TEST_NODE_MODULES") is { Length: > 0 } set)
            return HasWs(set) ? set : null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string modules = Path.Combine(folder.FullName, ".tools", "node", "node_modules");
            if (HasWs(modules))
                return modules;
        }

        return null;
    }

    private static bool HasWs(string modules) => File.Exists(Path.Combine(modules, "ws", "package.json"));
}
