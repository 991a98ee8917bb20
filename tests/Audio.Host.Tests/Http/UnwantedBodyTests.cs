using System.Net;
using System.Net.Sockets;
using System.Text;
using Audio.Host.Http.Problems;

namespace Audio.Host.Tests.Http;

/// <summary>What becomes of a body whose request is refused, over a raw socket.</summary>
public sealed class UnwantedBodyTests(RunningApi api) : IClassFixture<RunningApi>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("Content-Length: 1099511627776")]
    [InlineData("Content-Length: 1099511627776", "Connection: keep-alive")]
    [InlineData("Content-Length: 1099511627776", "Expect: 100-continue")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task An_endless_body_is_cut_off_and_the_answer_was_sent(params string[] headers)
    {
        foreach (string path in new[] { "/v1/nothing", "/v1/play?rat=1" })
        {
            using Socket socket = await BeginAsync(path, headers);
            using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
            (await AnswerAsync(socket, limit.Token)).Should().MatchRegex("^HTTP/1.1 40[04] ");

            (await SendAsync(socket, headers, 4L * UnwantedBody.MaxBytes, limit.Token)).Should().BeFalse("it was cut");
        }
    }

    [Fact]
    public async Task After_a_body_within_the_bound_the_connection_serves_the_next_request()
    {
        const int length = 4 * 1024 * 1024;
        string[] headers = [$"Content-Length: {length}"];
        using Socket socket = await BeginAsync("/v1/nothing", headers);
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        (await AnswerAsync(socket, limit.Token)).Should().StartWith("HTTP/1.1 404 ");
        (await SendAsync(socket, headers, length, limit.Token)).Should().BeTrue();

        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: localhost:{api.Port}\r\n\r\n"));
        (await AnswerAsync(socket, limit.Token)).Should().StartWith("HTTP/1.1 200 ");
    }

    private async Task<Socket> BeginAsync(string path, string[] headers)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, api.Port));
        string[] lines = [$"POST {path} HTTP/1.1", $"Host: localhost:{api.Port}", .. headers, "", ""];
        await socket.SendAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
        return socket;
    }

    /// <summary>The answer, or as much of it as came at once.</summary>
    private static async Task<string> AnswerAsync(Socket socket, CancellationToken limit)
    {
        byte[] answer = new byte[4096];
        return Encoding.UTF8.GetString(answer, 0, await socket.ReceiveAsync(answer, limit));
    }

    /// <returns>Whether all of it could be sent.</returns>
    private static async Task<bool> SendAsync(Socket socket, string[] headers, long bytes, CancellationToken limit)
    {
        byte[] piece = new byte[64 * 1024];
        if (headers.Contains("Transfer-Encoding: chunked"))
            piece = [.. "10000\r\n"u8, .. piece, .. "\r\n"u8];
        try
        {
            long sent = 0;
            while (sent < bytes)
                sent += await socket.SendAsync(piece.AsMemory((int)(sent % piece.Length)), limit);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
