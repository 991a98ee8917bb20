using System.Net.Sockets;
using System.Net.WebSockets;

namespace Audio.Client.Transports;

/// <summary>Tells which exceptions mean that a connection broke or was not made.</summary>
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
    /// The error as a sentence. The message of a WebSocket says only that it could not connect; its inner exception
    /// says why.
    /// </summary>
    public static string Describe(Exception e)
    {
        string text = (e is WebSocketException { InnerException: { } inner } ? inner : e).Message.TrimEnd();
        return text.EndsWith('.') ? text : text + ".";
    }
}
