using System.Globalization;
using System.Net.Sockets;

namespace Audio.Client;

/// <summary>What people write for an endpoint. The only place that reads it.</summary>
internal static class EndpointText
{
    /// <summary>The forms that are read, in one sentence.</summary>
    private const string Forms =
        "Say HOST:PORT or ws://HOST:PORT (http, https and wss are read too), unix:/PATH or pipe:NAME; a daemon of your own is at localhost:8081.";

    /// <summary>A <c>ws</c> or <c>wss</c> address without a slash at its end.</summary>
    /// <exception cref="FormatException">
    /// It is none; the message says what is wrong and what would be right.
    /// </exception>
    public static Uri ReadWebSocket(string text)
    {
        string address = text.Contains("://", StringComparison.Ordinal) ? text : WithScheme(text);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            throw Wrong(text, "is no address: host and port are not to be made out");
        string scheme = uri.Scheme switch
        {
            "ws" or "http" => "ws",
            "wss" or "https" => "wss",
            string other => throw Wrong(text, $"begins with {other}://, which no daemon speaks"),
        };
        if (uri.Port == 0)
            throw Wrong(text, "names port 0, on which nothing listens");
        if (uri.UserInfo.Length > 0)
            throw Wrong(text, "names a user; a daemon knows none");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Wrong(text, "has something behind its path; an endpoint is an address alone");
        return new Uri($"{scheme}://{(uri.IsDefaultPort ? uri.Host : uri.Authority)}{uri.AbsolutePath.TrimEnd('/')}");
    }

    /// <summary>The path of a Unix socket behind <c>unix:</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ReadSocketPath(string text)
    {
        string path = text.StartsWith("unix:///", StringComparison.OrdinalIgnoreCase) ? text[7..] : text[5..];
        if (path.Length == 0)
            throw Wrong(text, "names no path");
        try
        {
            _ = new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            throw Wrong(text, "is a path that no socket can have: too long for this system, or empty");
        }
        return path;
    }

    public static FormatException Wrong(string text, string why) => new($"'{text}' {why}. {Forms}");

    /// <summary>HOST:PORT, as people write it who know nothing of WebSockets.</summary>
    private static string WithScheme(string text)
    {
        if (text.Length == 0)
            throw Wrong(text, "is empty");
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            throw Wrong(text, $"is a port without a host; say localhost:{port}");
        int host = text.IndexOf(']', StringComparison.Ordinal); // of IPv6, whose address has colons of its own
        int colon = text.IndexOf(':', Math.Max(0, host));
        int end = text.IndexOf('/', StringComparison.Ordinal);
        if (colon < 0 || (end >= 0 && colon > end))
            throw Wrong(text, "names no port");
        return $"ws://{text}";
    }
}
