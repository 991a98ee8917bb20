using System.Net;
using System.Text;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.ProtocolV3;

/// <summary>The section "Transport", and the welcome.</summary>
public sealed class TransportTests(NullDaemon fixture) : IClassFixture<NullDaemon>
{
    private readonly DaemonProcess _daemon = fixture.Daemon;

    [Fact]
    public async Task The_welcome_is_the_first_message_and_exactly_so()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        client
            .Welcome.Should()
            .MatchRegex(
                """^\{"type":"welcome","clientId":"client_[1-9][0-9]*","timestamp":"""
                    + """[0-9]{13},"message":"Connected to persistent audio daemon"\}$"""
            );
        Json.Parse(client.Welcome)
            .ShouldBe(
                $$"""{"type":"welcome","clientId":"{{client.Id}}","timestamp":"<now>","message":"""
                    + "\"Connected to persistent audio daemon\"}"
            );
    }

    [Fact]
    public async Task Clients_connect_to_the_path_slash_with_no_subprotocol_and_no_extension()
    {
        await using RawWebSocket socket = await _daemon.ConnectAsync();

        socket.Response.Status.Should().Be(101);
        socket
            .Response.Headers.Should()
            .NotContainKey("Sec-WebSocket-Protocol")
            .And.NotContainKey("Sec-WebSocket-Extensions");
    }

    [Theory]
    [InlineData("chat, superchat", "chat")]
    [InlineData("audio.v5, chat", null)]
    [InlineData("a(b)", null)]
    public async Task The_first_subprotocol_offered_is_agreed_on_unless_it_would_be_another_version(
        string offered,
        string? agreed
    )
    {
        await using RawWebSocket socket = await _daemon.ConnectAsync(new RawHandshake { Protocols = offered });

        socket.Response.Headers.GetValueOrDefault("Sec-WebSocket-Protocol").Should().Be(agreed);
        (await socket.ReceiveAsync()).Text.Should().StartWith("""{"type":"welcome",""");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Both_loopback_addresses_are_served_on_one_port(string address)
    {
        var ip = IPAddress.Parse(address);
        if (ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && !File.Exists("/proc/net/if_inet6"))
            Assert.Skip("This machine has no IPv6.");
        await using V3Client client = await V3Client.ConnectAsync(_daemon, new RawHandshake { Address = ip });

        await client.SettleAsync();
    }

    [Fact]
    public async Task A_binary_frame_with_JSON_is_read_as_a_text_frame()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        await client.Socket.SendBinaryAsync("""{"type":"ping","timestamp":1}"""u8.ToArray());

        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong","timestamp":"<now>"}""");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_message_may_come_in_fragments(int frameBytes)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        await client.Socket.SendFragmentedAsync(
            RawOpCode.Text,
            """{"type":"ping","timestamp":1}"""u8.ToArray(),
            frameBytes
        );

        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong","timestamp":"<now>"}""");
    }

    [Fact]
    public async Task A_ping_frame_between_fragments_is_answered_with_its_data()
    {
        await using RawWebSocket socket = await _daemon.ConnectAsync();
        await socket.ReceiveAsync();

        await socket.SendFrameAsync(RawOpCode.Text, """{"type":"""u8.ToArray(), isFinal: false);
        await socket.SendPingAsync("are you there"u8.ToArray());
        await socket.SendFrameAsync(RawOpCode.Continuation, "\"ping\"}"u8.ToArray());

        RawFrame pong = await socket.ReceiveFrameAsync();
        (pong.OpCode, pong.Text).Should().Be((RawOpCode.Pong, "are you there"));
        Json.Parse((await socket.ReceiveAsync()).Text).ShouldBe("""{"type":"pong","timestamp":"<now>"}""");
    }

    [Fact]
    public async Task Frames_that_come_byte_by_byte_are_frames()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        foreach (byte b in RawWebSocket.Encode(RawOpCode.Text, Encoding.UTF8.GetBytes("""{"type":"ping"}""")))
            await client.Socket.SendBytesAsync(new[] { b });

        (await client.ReceiveAsync()).ShouldBe("""{"type":"pong","timestamp":"<now>"}""");
    }

    [Fact]
    public async Task Clients_are_counted_from_1_for_the_life_of_the_daemon()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());

        await using (V3Client first = await V3Client.ConnectAsync(daemon))
        {
            first.Id.Should().Be("client_1");
            await using V3Client second = await V3Client.ConnectAsync(daemon);
            second.Id.Should().Be("client_2");
            await first.DisconnectAsync();
            await second.DisconnectAsync();
        }

        await daemon.WaitForAsync(s => s.GetProperty("clients").GetArrayLength() == 0);
        await using V3Client third = await V3Client.ConnectAsync(daemon);
        third.Id.Should().Be("client_3", "a number is not given twice");
    }
}
