using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Audio.Testing.Sockets;

/// <summary>HTTP/1.1 by hand, for tests that say what no HTTP library lets them say.</summary>
public static class RawHttp
{
    private const int MaxHeaderBytes = 64 * 1024;

    /// <summary>One GET on a connection of its own.</summary>
    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="path">The request's target.</param>
    /// <param name="headers">Whole lines beside Connection, such as <c>Origin: https://example.org</c>; without a Host line, <c>localhost:PORT</c> is sent.</param>
    public static async Task<RawResponse> GetAsync(int port, string path, params string[] headers)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await using var stream = new NetworkStream(socket);
        var request = new StringBuilder().Append($"GET {path} HTTP/1.1\r\nConnection: close\r\n");
        if (!headers.Any(h => h.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)))
            request.Append($"Host: localhost:{port}\r\n");
        foreach (string header in headers)
            request.Append(header).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        return await ReadResponseAsync(stream, limit.Token);
    }

    /// <summary>Reads a response's head and, unless it is 101, its body.</summary>
    internal static async Task<RawResponse> ReadResponseAsync(Stream stream, CancellationToken cancellationToken)
    {
        // One byte at a time: what follows a 101 belongs to the WebSocket.
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !(head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
        {
            if (head.Count > MaxHeaderBytes || await stream.ReadAsync(one, cancellationToken) == 0)
                throw new IOException($"The response ended in its head: {Encoding.ASCII.GetString([.. head])}");
            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int status = int.Parse(lines[0].Split(' ')[1]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        if (status == 101)
            return new RawResponse(status, headers, "");
        string body = headers.TryGetValue("Transfer-Encoding", out string? coding) && coding == "chunked"
            ? Unchunk(await ReadToEndAsync(stream, cancellationToken))
            : await ReadToEndAsync(stream, cancellationToken);
        return new RawResponse(status, headers, body);
    }

    private static async Task<string> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await stream.CopyToAsync(body, cancellationToken);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    /// <summary>Takes the chunk sizes out of a body of ASCII text.</summary>
    private static string Unchunk(string body)
    {
        var text = new StringBuilder();
        for (int at = 0; at < body.Length;)
        {
            int end = body.IndexOf("\r\n", at, StringComparison.Ordinal);
            int length = Convert.ToInt32(body[at..end], 16);
            if (length == 0)
                break;
            text.Append(body, end + 2, length);
            at = end + 2 + length + 2;
        }

        return text.ToString();
    }
}
