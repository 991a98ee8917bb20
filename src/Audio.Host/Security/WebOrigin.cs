namespace Audio.Host.Security;

/// <summary>
/// The origin of a web page (RFC 6454): scheme, host and port. <c>null</c>, the origin of files and sandboxed frames,
/// is not accepted.
/// </summary>
/// <param name="Scheme">The scheme, in lower case.</param>
/// <param name="Host">
/// As <see cref="Authority.NormalizeHost"/> returns it; for schemes other than http and https, the text in lower case.
/// </param>
/// <param name="Port">The port, or the scheme's default; 0 if the scheme has none.</param>
internal readonly record struct WebOrigin(string Scheme, string Host, int Port)
{
    /// <summary>
    /// Parses an <c>Origin</c> header or an entry of the allow-list. A path, query or userinfo is rejected.
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
