namespace Audio.Cli.Terminal;

/// <summary>The character encoding of the user's locale.</summary>
internal static class Locale
{
    /// <summary>The variables that set it; earlier ones take precedence (POSIX).</summary>
    private static readonly string[] Variables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>
    /// Whether more than ASCII can be shown: the locale uses UTF-8, or none is set, as under cron and on Windows.
    /// <c>C</c>, <c>POSIX</c> and the old 8-bit locales count as ASCII.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static bool IsUnicode(Func<string, string?> environment) =>
        Variables.Select(environment).FirstOrDefault(text => !string.IsNullOrEmpty(text)) is not { } locale
        || locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
        || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
}
