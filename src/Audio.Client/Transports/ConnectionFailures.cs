using System.Net.Sockets;
using System.Net.WebSockets;

namespace Audio.Client.Transports;

/// <summary>Which exceptions mean that a connection is gone or was not made.</summary>
internal static class ConnectionFailures
{
    public static bool IsOfConnection(Exception e) =>
        e
            is WebSocketException
                or IOException
                or SocketException
                or HttpRequestException
                or OperationCanceledException
                or ObjectDisposedException
                or InvalidOperationException
                or TimeoutException
                or UnauthorizedAccessException;

    /// <summary>
    /// What was wrong, as a sentence: a WebSocket says no more than that it could not connect, and what is underneath
    /// says why.
    /// </summary>
    public static string Describe(Exception e)
    {
        string text = (e is WebSocketException { InnerException: { } inner } ? inner : e).Message.TrimEnd();
        return text.EndsWith('.') ? text : text + ".";
    }
}
