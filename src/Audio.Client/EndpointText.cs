using System.Globalization;
using System.Net.Sockets;

namespace Audio.Client;

/// <summary>Parses the endpoints that people write.</summary>
internal static class EndpointText
{
    /// <summary>The accepted forms.</summary>
    private const string Forms =
        "Use HOST:PORT, ws://HOST:PORT (wss, http and https also work), unix:/PATH or pipe:NAME; "
        + "the default is localhost:8081.";

    /// <summary>Reads a <c>ws</c> or <c>wss</c> address, without a slash at the end.</summary>
    /// <exception cref="FormatException">
    /// It is not an address; the message says what is wrong and what would be right.
    /// </exception>
    public static Uri ReadWebSocket(string text)
    {
        string address = text.Contains("://", StringComparison.Ordinal) ? text : WithScheme(text);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            throw Wrong(text, "is not an address: its host and port cannot be recognized");
        string scheme = uri.Scheme switch
        {
            "ws" or "http" => "ws",
            "wss" or "https" => "wss",
            string other => throw Wrong(text, $"begins with {other}://, which is not supported"),
        };
        if (uri.Port == 0)
            throw Wrong(text, "names port 0, on which nothing listens");
        if (uri.UserInfo.Length > 0)
            throw Wrong(text, "names a user, which a daemon does not support");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Wrong(text, "has a query or a fragment; an endpoint has neither");
        return new Uri($"{scheme}://{(uri.IsDefaultPort ? uri.Host : uri.Authority)}{uri.AbsolutePath.TrimEnd('/')}");
    }

    /// <summary>Reads the path of a Unix socket after <c>unix:</c>.</summary>
    /// <exception cref="FormatException">It is not a path.</exception>
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
            throw Wrong(text, "is not a valid socket path on this system: it may be too long");
        }
        return path;
    }

    public static FormatException Wrong(string text, string why) => new($"'{text}' {why}. {Forms}");

    /// <summary>Adds the scheme to HOST:PORT.</summary>
    private static string WithScheme(string text)
    {
        if (text.Length == 0)
            throw Wrong(text, "is empty");
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            throw Wrong(text, $"is a port without a host; say localhost:{port}");
        int host = text.IndexOf(']', StringComparison.Ordinal); // an IPv6 address in brackets contains colons
        int colon = text.IndexOf(':', Math.Max(0, host));
        int end = text.IndexOf('/', StringComparison.Ordinal);
        if (colon < 0 || (end >= 0 && colon > end))
            throw Wrong(text, "names no port");
        return $"ws://{text}";
    }
}
