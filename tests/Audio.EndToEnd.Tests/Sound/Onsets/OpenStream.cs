using System.Text.Json;
using Audio.EndToEnd.Tests.ProtocolV4;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Sound.Onsets;

/// <summary>A 16-bit mono session that stays open while a test plays sounds now and then, on a given wire.</summary>
internal abstract class OpenStream : IAsyncDisposable
{
    /// <summary>Every wire of the daemon.</summary>
    public static IReadOnlyList<string> Wires { get; } = ["v3", "v4", "local socket", "http"];

    /// <summary>Connects and opens a session.</summary>
    /// <param name="wire">One of <see cref="Wires"/>.</param>
    /// <param name="daemon">A running daemon.</param>
    /// <param name="socketPath">Its local socket.</param>
    /// <param name="rate">In hertz.</param>
    public static async Task<OpenStream> OpenAsync(string wire, DaemonProcess daemon, string socketPath, int rate) =>
        wire switch
        {
            "v3" => await V3Stream.OpenAsync(daemon, rate),
            "v4" => await V4Stream.OpenAsync(daemon, rate),
            "local socket" => await LocalStream.OpenAsync(socketPath, rate),
            "http" => await HttpStream.OpenAsync(daemon, rate),
            _ => throw new ArgumentException($"There is no wire '{wire}'.", nameof(wire)),
        };

    /// <summary>Sends samples in one piece.</summary>
    public abstract ValueTask SendAsync(byte[] pcm);

    /// <summary>
    /// Waits, with the stream open, until everything sent is reported as heard. Does nothing on a wire without marks.
    /// </summary>
    public virtual ValueTask AllIsHeardAsync() => ValueTask.CompletedTask;

    /// <summary>Ends the stream.</summary>
    public abstract ValueTask EndAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class V3Stream(V3Client client) : OpenStream
    {
        public static async Task<OpenStream> OpenAsync(DaemonProcess daemon, int rate)
        {
            V3Client client = await V3Client.ConnectAsync(daemon);
            await client.StartAsync(rate, channels: 1, bits: 16);
            return new V3Stream(client);
        }

        public override ValueTask SendAsync(byte[] pcm) => client.SendChunkAsync(pcm);

        public override async ValueTask EndAsync() => await client.StopAsync();

        public override ValueTask DisposeAsync() => client.DisposeAsync();
    }

    private sealed class V4Stream(V4Client client, string id, uint handle) : OpenStream
    {
        private long _offset;

        public static async Task<OpenStream> OpenAsync(DaemonProcess daemon, int rate)
        {
            V4Client client = await V4Client.ConnectAsync(daemon);
            string id = $"{rate}-{Guid.NewGuid():N}";
            return new V4Stream(client, id, await client.StartAsync(id, rate));
        }

        public override ValueTask SendAsync(byte[] pcm)
        {
            long offset = _offset;
            _offset += pcm.Length;
            return client.SendAsync(handle, offset, pcm);
        }

        public override async ValueTask AllIsHeardAsync()
        {
            await client.Socket.SendTextAsync(
                $$"""{"type":"mark","sessionId":"{{id}}","offset":{{_offset}},"name":"end"}"""
            );
            (await client.ExpectAsync("mark_heard")).GetProperty("offset").GetInt64().Should().Be(_offset);
        }

        public override ValueTask EndAsync() => client.SendAsync(handle, _offset, [], end: true);

        public override ValueTask DisposeAsync() => client.DisposeAsync();
    }

    private sealed class LocalStream(LocalClient client, uint handle) : OpenStream
    {
        private long _offset;

        public static async Task<OpenStream> OpenAsync(string path, int rate)
        {
            LocalClient client = await LocalClient.ConnectAsync(path);
            await client.SendTextAsync(
                $$$"""{"type":"start_session","audioFormat":{"sampleRate":{{{rate}}},"channels":1,"bitDepth":16}}"""
            );
            while (true)
            {
                JsonElement message = await client.ReceiveAsync();
                if (Json.Type(message) == "session_started")
                    return new LocalStream(client, message.GetProperty("handle").GetUInt32());
            }
        }

        public override async ValueTask SendAsync(byte[] pcm)
        {
            await client.SendAsync(handle, _offset, pcm);
            _offset += pcm.Length;
        }

        public override ValueTask EndAsync() => client.SendAsync(handle, _offset, [], end: true);

        public override ValueTask DisposeAsync() => client.DisposeAsync();
    }

    private sealed class HttpStream(RawUpload upload) : OpenStream
    {
        public static async Task<OpenStream> OpenAsync(DaemonProcess daemon, int rate) =>
            new HttpStream(await RawUpload.BeginAsync(daemon.Port, $"/v1/play?rate={rate}&channels=1"));

        public override async ValueTask SendAsync(byte[] pcm) => await upload.SendAsync(pcm);

        public override async ValueTask EndAsync()
        {
            await upload.EndAsync();
            (await upload.AnswerAsync()).Status.Should().Be(200);
        }

        public override ValueTask DisposeAsync() => upload.DisposeAsync();
    }
}
