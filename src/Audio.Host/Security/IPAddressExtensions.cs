using System.Net;
using System.Net.Sockets;

namespace Audio.Host.Security;

/// <summary>What <see cref="IPAddress"/> leaves out.</summary>
internal static class IPAddressExtensions
{
    /// <summary>The scope of a link-local IPv6 address; 0 for every other.</summary>
    public static long ScopeIdOrZero(this IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
