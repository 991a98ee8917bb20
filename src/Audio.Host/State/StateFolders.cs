namespace Audio.Host.State;

/// <summary>
/// The system's folders for state and logs: the XDG folders (Base Directory Specification 0.8), Library on macOS, local
/// application data on Windows. The state folder is used rather than the runtime folder because cron must find a daemon
/// that was started from a desktop.
/// </summary>
internal static class StateFolders
{
    /// <summary>The folder of the state files.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static string State(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
            return Path.Combine(Special(Environment.SpecialFolder.LocalApplicationData), "audiod");
        if (OperatingSystem.IsMacOS())
            return Path.Combine(Home(environment), "Library", "Application Support", "audiod");

        // The specification requires a relative path in the variable to be ignored.
        string? xdg = environment("XDG_STATE_HOME");
        string root = Path.IsPathRooted(xdg) ? xdg : Path.Combine(Home(environment), ".local", "state");
        return Path.Combine(root, "audiod");
    }

    /// <summary>The folder of the logs.</summary>
    public static string Logs(Func<string, string?> environment) =>
        OperatingSystem.IsMacOS()
            ? Path.Combine(Home(environment), "Library", "Logs", "audiod")
            : Path.Combine(State(environment), "logs");

    private static string Home(Func<string, string?> environment) =>
        environment("HOME") is { Length: > 0 } home ? home : Special(Environment.SpecialFolder.UserProfile);

    private static string Special(Environment.SpecialFolder folder)
    {
        string path = Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
        return path.Length > 0 ? path : Path.Combine(Path.GetTempPath(), "audiod-" + Environment.UserName);
    }
}
