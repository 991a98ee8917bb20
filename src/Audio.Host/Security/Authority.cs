using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Audio.Host.Security;

/// <summary>
/// A host with an optional port, as in a <c>Host</c> header (RFC 9110, 7.2: <c>uri-host [ ":" port ]</c>). Parsing is
/// strict: anything a browser would never send, such as userinfo or an unusual address notation, is rejected.
/// </summary>
/// <param name="Host">
/// The name in lower case without its trailing dot, or the address in canonical form without brackets.
/// </param>
/// <param name="Port">The port, if one was given.</param>
internal readonly record struct Authority(string Host, int? Port)
{
    /// <summary>The address, if the host is one rather than a name.</summary>
    public IPAddress? Address => IPAddress.TryParse(Host, out IPAddress? address) ? address : null;

    /// <summary>Whether this is <c>localhost</c>, within 127.0.0.0/8, or ::1.</summary>
    public bool IsLoopback => Host == "localhost" || (Address is { } address && IPAddress.IsLoopback(address));

    /// <summary>Parses <c>name</c>, <c>name:port</c>, <c>127.0.0.1:port</c> or <c>[::1]:port</c>.</summary>
    public static bool TryParse(string text, out Authority authority)
    {
        authority = default;
        int end = text.StartsWith('[') ? text.IndexOf(']') + 1 : text.IndexOf(':');
        if (end < 0)
            end = text.Length;

        int? port = null;
        if (end < text.Length)
        {
            ReadOnlySpan<char> digits = text.AsSpan(end + 1);
            if (
                text[end] != ':'
                || digits.Length > 5
                || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || number > 65_535
            )
            {
                return false;
            }

            port = number;
        }

        if (NormalizeHost(text[..end]) is not { } host)
            return false;
        authority = new Authority(host, port);
        return true;
    }

    /// <summary>
    /// A host in the form used for comparison, or <see langword="null"/> if the text is not a host. IPv6 addresses may
    /// lack brackets here.
    /// </summary>
    public static string? NormalizeHost(string text)
    {
        string bare = text is ['[', .., ']'] ? text[1..^1] : text;
        if (bare.Contains(':'))
        {
            bool address6 =
                !bare.Contains('%')
                && IPAddress.TryParse(bare, out IPAddress? six)
                && six.AddressFamily == AddressFamily.InterNetworkV6;
            return address6 ? IPAddress.Parse(bare).ToString() : null;
        }

        // The resolver takes 127.1, 0x7f.0.0.1 and 2130706433 for 127.0.0.1; no client writes them by accident.
        bool address4 = IPAddress.TryParse(bare, out IPAddress? four);
        if (address4 && bare == text)
            return four!.ToString() == bare ? bare : null;
        if (bare != text || Uri.CheckHostName(bare) != UriHostNameType.Dns)
            return null;
        string name = bare.EndsWith('.') ? bare[..^1] : bare;
        return name.ToLowerInvariant();
    }
}
