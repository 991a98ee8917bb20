using System.Text.Json;
using Audio.EndToEnd.Tests.Http;
using Audio.EndToEnd.Tests.ProtocolV4;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>Clients that die while their sessions are paused or full, so that nobody reads their connections.</summary>
public sealed class DeadClientTests(DeadClientTests.SmallDaemon fixture) : IClassFixture<DeadClientTests.SmallDaemon>
{
    /// <summary>How a client dies.</summary>
    public enum Death
    {
        /// <summary>The connection is reset.</summary>
        Reset,

        /// <summary>Everything was sent, and the connection is closed without a goodbye.</summary>
        Closed,

        /// <summary>As when the process is killed: there is still something to send before the FIN.</summary>
        Killed,
    }

    private static readonly byte[] Piece = new byte[48_000];

    private DaemonProcess Daemon => fixture.Daemon;

    [Theory]
    [InlineData(Death.Reset), InlineData(Death.Closed), InlineData(Death.Killed)]
    public async Task A_paused_session_of_version_3_ends_though_it_is_full(Death death)
    {
        V3Client client = await V3Client.ConnectAsync(Daemon);
        await client.StartAsync(48_000, 1, 16);
        await PauseAsync($"{client.Id}-1");
        if (death == Death.Closed)
        {
            for (int i = 0; i < 24; i++) // 1.5 MB, more than is read ahead
                await client.SendChunkAsync(Piece);
        }
        else
        {
            await FillAsync(() => client.SendChunkAsync(Piece));
        }

        if (death == Death.Reset)
            client.Socket.Reset();
        else
            await client.DisposeAsync();

        await Daemon.GoneAsync(client.Id);
        JsonElement ended = await Daemon.EndedAsync($"{client.Id}-1");
        Reason(ended).Should().Be("disconnected");
    }

    [Fact]
    public async Task A_full_session_of_version_3_plays_on_and_its_client_takes_no_place()
    {
        V3Client client = await V3Client.ConnectAsync(Daemon);
        await client.StartAsync(8_000, 1, 8);
        await FillAsync(() => client.SendChunkAsync(Piece));

        client.Socket.Reset();

        await Daemon.GoneAsync(client.Id);
        JsonElement session = await Daemon.SessionAsync($"{client.Id}-1", static _ => true);
        session.GetProperty("state").GetString().Should().Be("playing");
        await Daemon.ChangeAsync(HttpMethod.Delete, $"{client.Id}-1");
    }

    [Theory]
    [InlineData(false, Death.Reset), InlineData(true, Death.Reset)]
    [InlineData(false, Death.Closed)]
    public async Task A_paused_upload_that_breaks_off_ends(bool isFull, Death death)
    {
        string id = $"upload-{isFull}-{death}";
        await using RawUpload upload = await RawUpload.BeginAsync(Daemon.Port, $"/v1/play?rate=48000&id={id}");
        await PauseAsync(id);
        await upload.SendAsync(new byte[960]);
        await HasReceivedAsync(Daemon, id, 960);
        if (isFull)
            await FillAsync(() => new ValueTask(upload.SendAsync(Piece)));

        upload.Close(death == Death.Reset);

        Reason(await Daemon.EndedAsync(id)).Should().Be("disconnected");
    }

    [Theory]
    [InlineData(""), InlineData("&wait=false")]
    public async Task A_paused_upload_whose_client_has_gone_ends_when_it_has_been_inactive(string wait)
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--inactive-timeout", "2s"] }
        );
        await using (RawUpload upload = await RawUpload.BeginAsync(daemon.Port, $"/v1/play?rate=8000&id=left{wait}"))
        {
            await PauseAsync("left", daemon);
            await upload.SendAsync(Piece);
            await upload.EndAsync();
            if (wait.Length > 0)
                (await upload.AnswerAsync()).Status.Should().Be(202);
        }

        Reason(await daemon.EndedAsync("left")).Should().Be("disconnected");
    }

    [Fact]
    public async Task A_paused_upload_that_is_killed_while_it_is_full_ends_when_it_has_been_inactive()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = [.. SmallDaemon.Small, "--inactive-timeout", "2s"] }
        );
        RawUpload upload = await RawUpload.BeginAsync(daemon.Port, "/v1/play?rate=48000&id=killed");
        await PauseAsync("killed", daemon);
        await FillAsync(() => new ValueTask(upload.SendAsync(Piece)));

        upload.Close();

        Reason(await daemon.EndedAsync("killed")).Should().Be("disconnected");
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_paused_session_of_version_4_ends_after_its_window_though_it_is_full(bool isLocal)
    {
        Assert.SkipWhen(isLocal && OperatingSystem.IsWindows(), "Windows has a named pipe instead.");
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--max-buffered", "1s", "--resume-window", "1s"] }
        );
        const int Rate = 11_025; // where the room is not a whole number of its frames
        if (isLocal)
        {
            LocalClient client = await LocalClient.ConnectAsync(daemon.SocketPath);
            await client.ReceiveAsync();
            await client.SendTextAsync(
                $$$"""{"type":"start_session","sessionId":"v4","audioFormat":"""
                    + $$$"""{"sampleRate":{{{Rate}}},"channels":1,"bitDepth":16}}"""
            );
            JsonElement started = await client.ReceiveAsync();
            await PauseAsync("v4", daemon);
            byte[] full = new byte[started.GetProperty("limit").GetInt64()];
            await client.SendAsync(started.GetProperty("handle").GetUInt32(), 0, full);
            await HasReceivedAsync(daemon, "v4", full.Length);
            await client.DisposeAsync();
        }
        else
        {
            V4Client client = await V4Client.ConnectAsync(daemon);
            uint handle = await client.StartAsync("v4", Rate);
            await PauseAsync("v4", daemon);
            JsonElement status = await client.AskAsync("""{"type":"get_status"}""", "status");
            byte[] full = new byte[status.GetProperty("sessions")[0].GetProperty("limit").GetInt64()];
            await client.SendAsync(handle, 0, full);
            await HasReceivedAsync(daemon, "v4", full.Length);
            client.Socket.Reset();
        }

        Reason(await daemon.EndedAsync("v4")).Should().Be("disconnected");
        await daemon.WaitForAsync(static s => s.GetProperty("clients").GetArrayLength() == 0);
    }

    private static Task<JsonElement> HasReceivedAsync(DaemonProcess daemon, string id, long bytes) =>
        daemon.SessionAsync(id, s => s.GetProperty("bytesReceived").GetInt64() == bytes);

    private async Task PauseAsync(string id, DaemonProcess? daemon = null)
    {
        daemon ??= Daemon;
        await daemon.SessionAsync(id, static _ => true);
        await daemon.ChangeAsync(HttpMethod.Patch, id, """{"paused":true}""");
    }

    private static string? Reason(JsonElement ended) => ended.GetProperty("reason").GetString();

    /// <summary>Sends until the daemon takes no more, or 24 MB.</summary>
    private static async Task FillAsync(Func<ValueTask> sendPiece)
    {
        for (int i = 0; i < 500; i++)
        {
            Task sending = sendPiece().AsTask();
            if (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System)) != sending)
                return;
        }
    }

    /// <summary>A daemon whose sessions are soon full.</summary>
    public sealed class SmallDaemon : IAsyncLifetime
    {
        public static readonly string[] Small = ["--max-buffered", "100ms", "--max-backlog-size", "0"];

        public DaemonProcess Daemon { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Daemon = await DaemonProcess.StartAsync(new DaemonSetup { Options = Small });

        public ValueTask DisposeAsync() => Daemon.DisposeAsync();
    }
}
