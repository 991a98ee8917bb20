using System.Net;
using System.Net.Sockets;

namespace Audio.Host.Security;

/// <summary>Extensions of <see cref="IPAddress"/>.</summary>
internal static class IPAddressExtensions
{
    /// <summary>The scope id of a link-local IPv6 address; 0 for every other address.</summary>
    public static long ScopeIdOrZero(this IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
