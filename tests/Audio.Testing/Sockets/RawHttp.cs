using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Audio.Testing.Sockets;

/// <summary>Hand-written HTTP/1.1, for requests that no HTTP library would send.</summary>
public static class RawHttp
{
    private const int MaxHeaderBytes = 64 * 1024;

    /// <summary>Sends one GET on its own connection.</summary>
    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="path">The request's target.</param>
    /// <param name="headers">
    /// Whole lines in addition to Connection, such as <c>Origin: https://example.org</c>; without a Host line,
    /// <c>localhost:PORT</c> is sent.
    /// </param>
    public static async Task<RawResponse> GetAsync(int port, string path, params string[] headers)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await using var stream = new NetworkStream(socket);
        StringBuilder request = new StringBuilder().Append($"GET {path} HTTP/1.1\r\nConnection: close\r\n");
        if (!headers.Any(h => h.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)))
            request.Append($"Host: localhost:{port}\r\n");
        foreach (string header in headers)
            request.Append(header).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        return await ReadResponseAsync(stream, limit.Token);
    }

    /// <summary>Reads a response's head and, unless it is 101, its body.</summary>
    internal static async Task<RawResponse> ReadResponseAsync(Stream stream, CancellationToken cancellationToken)
    {
        string head = await ReadUntilAsync(stream, "\r\n\r\n", cancellationToken);
        string[] lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        int status = int.Parse(lines[0].Split(' ')[1]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[
                (line.IndexOf(':', StringComparison.Ordinal) + 1)..
            ]
                .Trim();
        }

        if (status == 101)
            return new RawResponse(status, headers, "");
        if (headers.TryGetValue("Content-Length", out string? length))
            return new RawResponse(status, headers, await ReadAsync(stream, int.Parse(length), cancellationToken));
        if (headers.GetValueOrDefault("Transfer-Encoding") != "chunked")
            throw new IOException("The response does not say how long it is.");

        var body = new StringBuilder();
        while (
            Convert.ToInt32((await ReadUntilAsync(stream, "\r\n", cancellationToken)).Trim(), 16) is > 0 and int chunk
        )
        {
            body.Append(await ReadAsync(stream, chunk, cancellationToken));
            await ReadAsync(stream, 2, cancellationToken);
        }

        return new RawResponse(status, headers, body.ToString());
    }

    /// <summary>Reads one byte at a time: what follows a 101 belongs to the WebSocket.</summary>
    private static async Task<string> ReadUntilAsync(Stream stream, string end, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        byte[] one = new byte[1];
        while (text.Length < end.Length || text.ToString(text.Length - end.Length, end.Length) != end)
        {
            if (text.Length > MaxHeaderBytes || await stream.ReadAsync(one, cancellationToken) == 0)
                throw new IOException($"The response ended too early: {text}");
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    private static async Task<string> ReadAsync(Stream stream, int bytes, CancellationToken cancellationToken)
    {
        byte[] content = new byte[bytes];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return Encoding.UTF8.GetString(content);
    }
}
