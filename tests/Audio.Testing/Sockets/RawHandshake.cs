using System.Net;

namespace Audio.Testing.Sockets;

/// <summary>
/// The client's request to open a WebSocket. Null means that the header is not sent, unless stated otherwise.
/// </summary>
public sealed record RawHandshake
{
    /// <summary>Where to connect to.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The request's target.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The Host header; null: <c>localhost:PORT</c>.</summary>
    public string? Host { get; init; }

    /// <summary>The Origin header, which only a browser sends.</summary>
    public string? Origin { get; init; }

    /// <summary>The User-Agent header.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The subprotocols offered.</summary>
    public string? Protocols { get; init; }

    /// <summary>
    /// The socket's receive buffer in bytes, for a client that reads little; null: the system's default.
    /// </summary>
    public int? ReceiveBuffer { get; init; }
}

/// <summary>The answer to a handshake, or to a plain GET.</summary>
/// <param name="Status">The status code; 101 if the WebSocket is open.</param>
/// <param name="Headers">By lower-case name.</param>
/// <param name="Body">The body, as long as Content-Length says.</param>
public sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>The server did not answer the handshake with 101.</summary>
public sealed class HandshakeRefusedException(RawResponse response)
    : Exception($"The handshake was answered with {response.Status}: {response.Body}")
{
    /// <summary>Its answer.</summary>
    public RawResponse Response { get; } = response;
}
