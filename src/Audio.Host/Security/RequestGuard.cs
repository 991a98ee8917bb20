using System.Net;
using Audio.Protocol;
using Microsoft.Extensions.Primitives;

namespace Audio.Host.Security;

/// <summary>
/// Decides whether a request is allowed. A web page must not reach a daemon on its visitor's machine: neither from its
/// own origin (CORS does not restrict WebSockets), nor through a domain that it points at 127.0.0.1 (DNS rebinding).
/// </summary>
internal sealed class RequestGuard
{
    // Immutable.
    private readonly HashSet<string> _hosts;
    private readonly HashSet<WebOrigin> _origins;

    /// <param name="allowedHosts">Additional names of this machine.</param>
    /// <param name="allowedOrigins">The origins of web pages that are allowed.</param>
    public RequestGuard(IEnumerable<string> allowedHosts, IEnumerable<string> allowedOrigins)
    {
        _hosts = [.. allowedHosts.Select(Authority.NormalizeHost).OfType<string>()];
        _origins = [];
        foreach (string text in allowedOrigins)
        {
            if (WebOrigin.TryParse(text, out WebOrigin origin))
                _origins.Add(origin);
        }
    }

    /// <summary>Why the request is refused, or <see langword="null"/> if it is allowed.</summary>
    /// <param name="hostHeaders">All <c>Host</c> headers.</param>
    /// <param name="originHeaders">All <c>Origin</c> headers.</param>
    /// <param name="localAddress">The address at which the connection arrived.</param>
    /// <param name="localPort">The port at which the connection arrived.</param>
    /// <param name="siteHeaders">
    /// All <c>Sec-Fetch-Site</c> headers (Fetch Metadata), in which a browser says where a request comes from; they
    /// count where there is no <c>Origin</c>.
    /// </param>
    /// <param name="isPage">Whether it asks for a page to read, to which any site may link.</param>
    public string? Refusal(
        StringValues hostHeaders,
        StringValues originHeaders,
        IPAddress? localAddress,
        int localPort,
        StringValues siteHeaders = default,
        bool isPage = false
    )
    {
        if (
            hostHeaders is not [{ } host]
            || !Authority.TryParse(host, out Authority authority)
            || !IsOwn(authority, localAddress)
        )
        {
            return $"The Host header {Quote(hostHeaders)} is not a name of this daemon. "
                + "Address it as localhost, or start it with --allow-host NAME (AUDIOD_ALLOWEDHOSTS).";
        }

        if (originHeaders.Count == 0)
            return SiteRefusal(siteHeaders, isPage);
        if (
            originHeaders is [{ } text]
            && WebOrigin.TryParse(text, out WebOrigin origin)
            && (_origins.Contains(origin) || IsOwn(origin, localAddress, localPort))
        )
        {
            return null;
        }

        return $"Web pages from {Quote(originHeaders)} may not use this daemon. "
            + "To let them in, start it with --allow-origin ORIGIN (AUDIOD_ALLOWEDORIGINS).";
    }

    /// <summary>Whether an <c>Origin</c> is one of the allowed pages; the daemon's own are not among them.</summary>
    public bool IsListed(string origin) =>
        WebOrigin.TryParse(origin, out WebOrigin parsed) && _origins.Contains(parsed);

    /// <summary>Why a request without an <c>Origin</c> is refused: an image or a form of another site asked.</summary>
    private static string? SiteRefusal(StringValues siteHeaders, bool isPage) =>
        isPage || siteHeaders is [] or ["same-origin" or "none"]
            ? null
            : $"Web pages of other sites may not use this daemon (Sec-Fetch-Site: {Quote(siteHeaders)}). "
                + "To let one in, start it with --allow-origin ORIGIN (AUDIOD_ALLOWEDORIGINS).";

    private bool IsOwn(WebOrigin origin, IPAddress? localAddress, int localPort) =>
        origin.Scheme == "http"
        && origin.Port == localPort
        && IsOwn(new Authority(origin.Host, origin.Port), localAddress);

    /// <summary>An address is safe if the connection arrived at it: rebinding needs a name.</summary>
    private bool IsOwn(Authority authority, IPAddress? localAddress) =>
        authority.IsLoopback
        || _hosts.Contains(authority.Host)
        || (
            authority.Address is { } address
            && localAddress is not null
            && Unmapped(address).Equals(Unmapped(localAddress))
        );

    private static IPAddress Unmapped(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.ScopeIdOrZero() != 0 ? new IPAddress(address.GetAddressBytes())
        : address;

    /// <summary>The header's value, shortened and without anything that could break a log line.</summary>
    private static string Quote(StringValues values) => $"'{PlainText.Line(ShortText.Of(values.ToString(), 200))}'";
}
