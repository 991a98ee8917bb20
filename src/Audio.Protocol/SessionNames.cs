using System.Buffers;

namespace Audio.Protocol;

/// <summary>
/// Names that a client may give its session: they stand in URLs, in logs and in JSON without an escape.
/// </summary>
public static class SessionNames
{
    /// <summary>The longest, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Characters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    /// <summary>
    /// What the daemon's own names begin with: somebody who takes one would stand in another client's way.
    /// </summary>
    public static IReadOnlyList<string> Reserved { get; } = ["client_", "session_", "http_"];

    /// <summary>Whether a text can name a session at all, the daemon's own names included.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && !text.ContainsAnyExcept(Characters);

    /// <summary>
    /// What is wrong with a name that a client has chosen, to go on from what it is called; <see langword="null"/>:
    /// nothing.
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
