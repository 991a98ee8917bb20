namespace Audio.Host.Security;

/// <summary>
/// Where a web page comes from (RFC 6454): scheme, host and port. <c>null</c>, the origin of files and sandboxed
/// frames, is none.
/// </summary>
/// <param name="Scheme">In small letters.</param>
/// <param name="Host">
/// As <see cref="Authority.NormalizeHost"/> gives it; for other schemes than http and https in small letters as it
/// stands.
/// </param>
/// <param name="Port">The port, or the scheme's own; 0 where the scheme has none.</param>
internal readonly record struct WebOrigin(string Scheme, string Host, int Port)
{
    /// <summary>
    /// Reads the value of an <c>Origin</c> header, or an entry of the allow-list; a path, query or userinfo makes it
    /// none.
    /// </summary>
    public static bool TryParse(string text, out WebOrigin origin)
    {
        origin = default;
        int mark = text.IndexOf("://", StringComparison.Ordinal);
        if (mark <= 0 || !Uri.CheckSchemeName(text[..mark]))
            return false;

        string scheme = text[..mark].ToLowerInvariant();
        string authority = text[(mark + 3)..];
        int defaultPort = scheme switch
        {
            "http" => 80,
            "https" => 443,
            _ => 0,
        };
        if (!Authority.TryParse(authority, out Authority parsed))
            return false;
        origin = new WebOrigin(scheme, parsed.Host, parsed.Port ?? defaultPort);
        return true;
    }
}
