using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Audio.Hostile.Wires;

namespace Audio.Soak.Clients;

/// <summary>An HTTP request on a connection of its own, sent piece by piece. One thread.</summary>
internal sealed class HttpPeer : IDisposable
{
    private readonly Socket _socket;

    private HttpPeer(Socket socket) => _socket = socket;

    /// <summary>Sends a request with a whole body.</summary>
    /// <returns>The status and the answer's JSON, if it has any.</returns>
    public static (int Status, JsonElement? Body) Ask(Turn turn, string method, string target, string body = "")
    {
        using HttpPeer peer = Open(turn);
        peer.Send(Encoding.ASCII.GetBytes(Head(turn, method, target, $"Content-Length: {body.Length}") + body));
        return peer.Answer();
    }

    /// <summary>Begins a request with a chunked body.</summary>
    public static HttpPeer Begin(Turn turn, string target)
    {
        HttpPeer peer = Open(turn);
        peer.Send(Encoding.ASCII.GetBytes(Head(turn, "POST", target, "Transfer-Encoding: chunked")));
        return peer;
    }

    /// <summary>Sends a piece of the body.</summary>
    /// <returns>Whether the daemon takes more.</returns>
    public bool Piece(ReadOnlySpan<byte> bytes) =>
        Send([
            .. Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"),
            .. bytes,
            .. "\r\n"u8,
        ]);

    /// <summary>Sends the body of a sound.</summary>
    /// <returns>Whether the daemon took all of it.</returns>
    public bool Feed(Sound sound, int pieceBytes)
    {
        for (int at = 0; at < sound.Bytes; at += pieceBytes)
        {
            if (!Piece(Sound.At(at, Math.Min(pieceBytes, sound.Bytes - at))))
                return false;
        }
        return true;
    }

    /// <summary>Ends the body.</summary>
    public void EndBody() => Send("0\r\n\r\n"u8);

    /// <summary>Waits for the answer.</summary>
    /// <returns>The status and the answer's JSON, if it has any; 0 if the connection was cut.</returns>
    public (int Status, JsonElement? Body) Answer()
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (true)
        {
            if (!_socket.Poll(2 * Turn.Patience, SelectMode.SelectRead))
                throw new SoakFault($"There is no answer after {2 * Turn.Patience.TotalSeconds:0} s.");
            int count = _socket.Receive(buffer, SocketFlags.None, out SocketError error);
            if (count == 0 || error != SocketError.Success)
                break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, count)); // names and JSON of this run are ASCII
        }
        string answer = text.ToString();
        if (!answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            return (0, null);
        int status = int.Parse(answer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        if (status == 500)
            throw new SoakFault($"The daemon reports a fault of its own: {answer}");
        string json = Body(answer).Trim();
        return (status, json.StartsWith('{') && json.EndsWith('}') ? JsonElement.Parse(json) : null);
    }

    /// <summary>Hangs up, with a reset or without.</summary>
    public void HangUp(bool reset)
    {
        if (reset)
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static string Body(string answer)
    {
        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string body = end < 0 ? "" : answer[(end + 4)..];
        if (!answer.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.OrdinalIgnoreCase))
            return body;
        var whole = new StringBuilder();
        while (body.IndexOf("\r\n", StringComparison.Ordinal) is var line and > 0)
        {
            int length = int.Parse(body.AsSpan(0, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            whole.Append(body.AsSpan(line + 2, Math.Min(length, body.Length - line - 2)));
            body = body[Math.Min(body.Length, line + 2 + length + 2)..];
        }
        return whole.ToString();
    }

    private static HttpPeer Open(Turn turn) => new(ClientWire.Connect(turn.Target.Port));

    private static string Head(Turn turn, string method, string target, string length) =>
        $"{method} {target} HTTP/1.1\r\nHost: localhost:{turn.Target.Port}\r\nConnection: close\r\n{length}\r\n\r\n";

    /// <summary>A daemon that has answered already may have closed; the answer is then still to be read.</summary>
    private bool Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
                return false;
            bytes = bytes[sent..];
        }
        return true;
    }
}
