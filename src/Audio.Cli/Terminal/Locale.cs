namespace Audio.Cli.Terminal;

/// <summary>What the user's locale says of characters.</summary>
internal static class Locale
{
    /// <summary>The variables that name it, the strongest first (POSIX).</summary>
    private static readonly string[] Variables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>
    /// Whether more than ASCII can be shown: where the locale is one of UTF-8, and where none is named, as under cron
    /// and on Windows. <c>C</c>, <c>POSIX</c> and the old 8-bit locales are taken for ASCII.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static bool IsUnicode(Func<string, string?> environment) =>
        Variables.Select(environment).FirstOrDefault(text => !string.IsNullOrEmpty(text)) is not { } locale
        || locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
        || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
}
