using System.Buffers;

namespace Audio.Protocol;

/// <summary>The names that a client may give to a session: they need no escaping in URLs, logs and JSON.</summary>
public static class SessionNames
{
    /// <summary>The maximum length, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    /// <summary>The prefixes of the names that the daemon itself gives. Clients may not use them.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["client_", "session_", "http_"];

    /// <summary>Whether a text is a valid session name; the daemon's own names are valid.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && !text.ContainsAnyExcept(Characters);

    /// <summary>
    /// What a client's name must be and is not, as the rest of a sentence that begins with the name of the field; <see
    /// langword="null"/>: the name is allowed.
    /// </summary>
    public static string? Refusal(string name)
    {
        if (!IsName(name))
            return $"has 1 to {MaxLength} of the characters A-Z a-z 0-9 . _ -";
        return Reserved.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            ? $"does not begin with {string.Join(" or ", Reserved)}, as the daemon's own names do"
            : null;
    }
}
