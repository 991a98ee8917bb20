using System.Globalization;
using System.Net;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>Security: who is refused, and where the daemon listens.</summary>
public sealed class SafetyTests(NullDaemon fixture) : IClassFixture<NullDaemon>
{
    private readonly DaemonProcess _daemon = fixture.Daemon;

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://localhost:1")] // another program's page on this machine
    [InlineData("https://localhost")]
    [InlineData("null")]
    [InlineData("file://")]
    [InlineData("chrome-extension://abcdefghijklmnop")]
    public async Task A_page_of_another_origin_is_403_on_the_WebSocket_and_on_the_pages(string origin)
    {
        (await RefusedAsync(new RawHandshake { Origin = origin })).Should().Be(403);
        (await RawHttp.GetAsync(_daemon.Port, "/status", $"Origin: {origin}")).Status.Should().Be(403);
        (await RawHttp.GetAsync(_daemon.Port, "/nothing", $"Origin: {origin}")).Status.Should().Be(403);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("192.168.1.5")]
    [InlineData("0.0.0.0")]
    public async Task A_host_that_is_no_loopback_name_is_403_on_the_WebSocket_and_on_the_pages(string host)
    {
        (await RefusedAsync(new RawHandshake { Host = $"{host}:{_daemon.Port}" })).Should().Be(403);
        (await RawHttp.GetAsync(_daemon.Port, "/status", $"Host: {host}:{_daemon.Port}")).Status.Should().Be(403);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task The_daemons_own_names_and_pages_are_let_in(string host)
    {
        await using V3Client client = await V3Client.ConnectAsync(
            _daemon,
            new RawHandshake { Host = $"{host}:{_daemon.Port}", Origin = $"http://{host}:{_daemon.Port}" }
        );

        await client.SettleAsync();
    }

    [Fact]
    public async Task What_is_refused_is_in_the_log()
    {
        await RefusedAsync(new RawHandshake { Origin = "https://page-to-find.example" });

        await _daemon.Output.WaitForAsync(@"\[WRN\].*page-to-find\.example", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task An_allowed_origin_and_host_are_let_in()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--allow-origin", "https://studio.example", "--allow-host", "studio.local"] }
        );

        await using V3Client client = await V3Client.ConnectAsync(
            daemon,
            new RawHandshake { Origin = "https://studio.example", Host = $"studio.local:{daemon.Port}" }
        );

        await client.SettleAsync();
    }

    [Fact]
    public void It_listens_on_loopback_addresses_only()
    {
        (IPAddress Address, int Port)[] listening = [.. Listening("/proc/net/tcp"), .. Listening("/proc/net/tcp6")];

        IPAddress[] own = [.. listening.Where(l => l.Port == _daemon.Port).Select(l => l.Address)];
        own.Should().NotBeEmpty();
        own.Should().OnlyContain(a => IPAddress.IsLoopback(a));
        SocketsOf(_daemon.ProcessId)
            .Should()
            .OnlyContain(a => IPAddress.IsLoopback(a), "nothing else listens for it either");
    }

    [Fact]
    public async Task A_client_more_than_MaxClients_is_503_and_finds_room_when_another_goes()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--max-clients", "2"] }
        );
        await using V3Client first = await V3Client.ConnectAsync(daemon);
        await using V3Client second = await V3Client.ConnectAsync(daemon);
        Func<Task<RawWebSocket>> third = () => daemon.ConnectAsync();

        RawResponse refused = (await third.Should().ThrowAsync<HandshakeRefusedException>()).Which.Response;
        refused.Status.Should().Be(503);
        refused.Body.Should().Contain("2 clients");
        await daemon.Output.WaitForAsync(@"\[WRN\].*2 clients", TimeSpan.FromSeconds(60));
        (await daemon.HealthAsync()).GetProperty("status").GetString().Should().Be("healthy");

        await first.DisconnectAsync();
        await daemon.GoneAsync(first.Id);
        await using V3Client fourth = await V3Client.ConnectAsync(daemon);
        await fourth.SettleAsync();
        await second.SettleAsync();
    }

    [Fact]
    public async Task A_client_that_is_too_fast_is_slowed_down_and_not_buffered_without_end()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--max-buffered", "500ms", "--max-backlog", "0"] }
        );
        await using V3Client fast = await V3Client.ConnectAsync(daemon);
        await using V3Client other = await V3Client.ConnectAsync(daemon);
        await fast.StartAsync(48_000, 2, 16);

        // 3 s of sound, room for half a second: the end cannot be taken before 2.5 s have been played.
        long start = TimeProvider.System.GetTimestamp();
        var sending = Task.Run(
            async () =>
            {
                await fast.SendAllAsync(new byte[3 * 192_000], chunkBytes: 19_200);
                await fast.SettleAsync();
            },
            TestContext.Current.CancellationToken
        );
        while (!sending.IsCompleted)
        {
            await other.SettleAsync(); // nobody else waits
            double held = (await daemon.StatusAsync())
                .GetProperty("playback")
                .EnumerateArray()
                .Single()
                .GetProperty("bufferedMs")
                .GetDouble();
            held.Should().BeLessThanOrEqualTo(510);
        }

        await sending;
        TimeProvider.System.GetElapsedTime(start).Should().BeGreaterThan(TimeSpan.FromSeconds(2.3));
        (await fast.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(3 * 192_000);
    }

    private async Task<int> RefusedAsync(RawHandshake handshake)
    {
        Func<Task<RawWebSocket>> connecting = () => _daemon.ConnectAsync(handshake);
        return (await connecting.Should().ThrowAsync<HandshakeRefusedException>()).Which.Response.Status;
    }

    /// <summary>The addresses on which a process listens, by the inodes of its sockets.</summary>
    private static List<IPAddress> SocketsOf(int processId)
    {
        HashSet<string> inodes =
        [
            .. Directory
                .GetFiles($"/proc/{processId}/fd")
                .Select(f => new FileInfo(f).LinkTarget ?? "")
                .Where(t => t.StartsWith("socket:[", StringComparison.Ordinal))
                .Select(t => t[8..^1]),
        ];
        return
        [
            .. Rows("/proc/net/tcp")
                .Concat(Rows("/proc/net/tcp6"))
                .Where(r => r[3] == "0A" && inodes.Contains(r[9]))
                .Select(r => Parse(r[1]).Address),
        ];
    }

    private static IEnumerable<(IPAddress Address, int Port)> Listening(string file) =>
        Rows(file).Where(r => r[3] == "0A").Select(r => Parse(r[1])); // 0A: TCP_LISTEN

    private static IEnumerable<string[]> Rows(string file) =>
        File.Exists(file)
            ? File.ReadAllLines(file).Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : [];

    /// <summary>Hexadecimal words in the machine's order, a colon, the port.</summary>
    private static (IPAddress Address, int Port) Parse(string text)
    {
        string[] parts = text.Split(':');
        byte[] bytes =
        [
            .. Enumerable
                .Range(0, parts[0].Length / 8)
                .SelectMany(i =>
                    BitConverter.GetBytes(
                        uint.Parse(parts[0].AsSpan(8 * i, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    )
                ),
        ];
        return (new IPAddress(bytes), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
