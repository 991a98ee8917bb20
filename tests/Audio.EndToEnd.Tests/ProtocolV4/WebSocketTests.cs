using System.Text.Json;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.ProtocolV4;

/// <summary>Version 4 on the WebSocket of the real process, into its WAV sink.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task Two_sessions_of_one_connection_are_heard_sample_for_sample()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using V4Client client = await V4Client.ConnectAsync(daemon.Process, "chat, audio.v4");
        client.Welcome.GetProperty("protocol").GetInt32().Should().Be(4);
        client.Welcome.GetProperty("limits").GetProperty("maxMessageBytes").GetInt32().Should().Be(32 * 1024 * 1024);
        short[] first = Pcm.ToInt16(Signal.Noise(48_000, seed: 1));
        short[] second = Pcm.ToInt16(Signal.Noise(48_000, seed: 2));

        // One after another, so that each is alone in the mix.
        foreach ((string id, short[] sound) in new[] { ("first", first), ("second", second) })
        {
            uint handle = await client.StartAsync(id);
            await client.SendAllAsync(handle, Pcm.Bytes(sound));
            JsonElement ended = await client.ExpectAsync("session_ended");
            ended.GetProperty("sessionId").GetString().Should().Be(id);
            ended.GetProperty("reason").GetString().Should().Be("completed");
            ended.GetProperty("framesPlayed").GetInt64().Should().Be(sound.Length);
        }
        (await client.Socket.CloseAsync()).CloseCode.Should().Be(1000);

        Mix mix = await daemon.StopAsync();
        int start = mix.Samples.AsSpan().IndexOf(Signal.Interleave(second, second).AsSpan(0, 64));
        mix.Samples[..start].ShouldSoundAs(Signal.Interleave(first, first), mix.Underruns);
        mix.Samples[start..].ShouldSoundAs(Signal.Interleave(second, second), mix.Underruns);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_resumed_without_a_sample_lost_or_heard_twice()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        byte[] sound = Pcm.Bytes(Pcm.ToInt16(Signal.Noise(2 * 48_000, seed: 3)));
        string token;
        await using (V4Client client = await V4Client.ConnectAsync(daemon.Process))
        {
            token = client.Token;
            uint handle = await client.StartAsync("cut");
            await client.SendAsync(handle, 0, sound.AsSpan(0, 100_000));
            await client.ExpectAsync("flow");
            client.Socket.Reset();
        }

        await using V4Client back = await V4Client.ConnectAsync(daemon.Process);
        JsonElement resumed = await back.AskAsync($$"""{"type":"resume","token":"{{token}}"}""", "resumed");
        JsonElement session = resumed.GetProperty("sessions").EnumerateArray().Single();
        session.GetProperty("received").GetInt32().Should().Be(100_000);
        await back.SendAllAsync(session.GetProperty("handle").GetUInt32(), sound, from: 90_000);

        JsonElement ended = await back.ExpectAsync("session_ended");
        ended.GetProperty("reason").GetString().Should().Be("completed");
        ended.GetProperty("bytesReceived").GetInt32().Should().Be(sound.Length);
        short[] expected = Pcm.Int16(sound);
        // if it stayed away too long, an underrun was counted
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(expected, expected));
    }

    [Fact]
    public async Task What_is_too_long_is_refused_and_closed_with_1009()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync("--max-message", "2KiB");
        await using V4Client client = await V4Client.ConnectAsync(daemon.Process);

        await client.Socket.SendBinaryAsync(new byte[3 * 1024]);

        Json.Parse((await client.Socket.ReceiveAsync()).Text)
            .GetProperty("code")
            .GetString()
            .Should()
            .Be("message_too_big");
        (await client.Socket.ReceiveCloseAsync()).CloseCode.Should().Be(1009);
    }

    [Fact]
    public async Task A_daemon_that_stops_plays_to_the_end_and_says_goodbye()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using V4Client client = await V4Client.ConnectAsync(daemon.Process);
        short[] sound = Pcm.ToInt16(Signal.Noise(24_000, seed: 4));
        uint handle = await client.StartAsync("s");
        await client.SendAsync(handle, 0, Pcm.Bytes(sound));
        await client.ExpectAsync("playing");

        Task<Mix> stopping = daemon.StopAsync();

        (await client.ExpectAsync("session_ended")).GetProperty("framesPlayed").GetInt32().Should().Be(sound.Length);
        RawFrame close = await client.Socket.ReceiveCloseAsync();
        (close.CloseCode, close.CloseReason).Should().Be((1000, "Daemon shutting down"));
        await client.Socket.SendCloseAsync(1000, "");
        (await stopping).ShouldSoundAs(Signal.Interleave(sound, sound));
    }

    [Fact]
    public async Task A_close_is_answered_with_its_own_code()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using V4Client client = await V4Client.ConnectAsync(daemon.Process);

        (await client.Socket.CloseAsync(4321)).CloseCode.Should().Be(4321);
    }

    [Fact]
    public async Task A_client_without_the_subprotocol_is_a_version_3_client()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using V3Client client = await V3Client.ConnectAsync(
            daemon.Process,
            new RawHandshake { Protocols = "chat" }
        );
        client.Socket.Response.Headers.Should().Contain("Sec-WebSocket-Protocol", "chat");
        Json.Parse(client.Welcome)
            .ShouldBe(
                $$"""{"type":"welcome","clientId":"client_1","timestamp":"{{Json.Now}}","message":"""
                    + "\"Connected to persistent audio daemon\"}"
            );
    }
}
