namespace Audio.Host.Http.Play;

/// <summary>Names that a client may give its session.</summary>
internal static class SessionNames
{
    /// <summary>The longest, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>What the daemon's own names begin with: somebody who takes one would stand in another client's way.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["client_", "session_", "http_"];

    /// <summary>What is wrong with a name, behind "the parameter id"; <see langword="null"/>: nothing.</summary>
    public static string? Refusal(string name)
    {
        if (name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            return $"has 1 to {MaxLength} of the characters A-Z a-z 0-9 . _ -";
        return Reserved.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            ? $"does not begin with {string.Join(" or ", Reserved)}, as the daemon's own names do"
            : null;
    }
}
