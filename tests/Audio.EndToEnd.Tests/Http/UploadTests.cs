using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Http;

/// <summary>Bodies that arrive slowly, are cut off, stall or are refused, over a raw socket.</summary>
public sealed class UploadTests
{
    private const int PieceBytes = 1_920; // 20 ms
    private static readonly short[] Mono = Pcm.ToInt16(Signal.Noise(24_000, seed: 41));

    [Fact]
    public async Task The_first_20_ms_are_heard_before_the_next_are_sent()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using RawUpload upload = await RawUpload.BeginAsync(daemon.Process.Port, "/v1/play?rate=48000&id=slow");
        byte[] sound = Pcm.Bytes(Mono);

        await upload.SendAsync(sound.AsMemory(0, PieceBytes));
        await daemon.Process.HeardAsync("slow");
        for (int at = PieceBytes; at < sound.Length; at += PieceBytes)
            await upload.SendAsync(sound.AsMemory(at, Math.Min(PieceBytes, sound.Length - at)));
        await upload.EndAsync();

        RawResponse answer = await upload.AnswerAsync();
        answer.Status.Should().Be(200, answer.Body);
        Json.Parse(answer.Body).GetProperty("playedMs").GetDouble().Should().Be(500);
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(Mono, Mono));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task An_upload_that_is_cut_is_played_as_far_as_it_came_and_disturbs_nobody(bool reset)
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using V3Client neighbour = await V3Client.ConnectAsync(daemon.Process);
        await using RawUpload upload = await RawUpload.BeginAsync(daemon.Process.Port, "/v1/play?rate=48000&id=cut");
        await upload.SendAsync(Pcm.Bytes(Mono));
        await daemon.Process.SessionAsync("cut", s => s.GetProperty("bytesReceived").GetInt64() == 2 * Mono.Length);

        upload.Close(reset);

        JsonElement ended = await daemon.Process.EndedAsync("cut");
        (ended.GetProperty("reason").GetString(), ended.GetProperty("framesPlayed").GetInt64())
            .Should()
            .Be(("disconnected", Mono.Length));
        await neighbour.SettleAsync();
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(Mono, Mono));
    }

    [Fact]
    public async Task An_upload_that_stands_still_is_played_as_far_as_it_came_and_told()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync("--inactive-timeout", "3s");
        await using RawUpload upload = await RawUpload.BeginAsync(daemon.Process.Port, "/v1/play?rate=48000&id=still");
        await upload.SendAsync(Pcm.Bytes(Mono));

        RawResponse answer = await upload.AnswerAsync();

        answer.Status.Should().Be(408, answer.Body);
        answer.Headers["Content-Type"].Should().Be("application/problem+json");
        JsonElement problem = Json.Parse(answer.Body);
        problem.GetProperty("type").GetString().Should().Be("/problems/upload-stalled");
        (problem.GetProperty("reason").GetString(), problem.GetProperty("playedMs").GetDouble())
            .Should()
            .Be(("disconnected", 500.0));
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(Mono, Mono));
    }

    [Fact]
    public async Task A_daemon_that_stops_plays_what_it_has_and_says_that_it_took_no_more()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using RawUpload upload = await RawUpload.BeginAsync(daemon.Process.Port, "/v1/play?rate=48000&id=open");
        await upload.SendAsync(Pcm.Bytes(Mono));
        await daemon.Process.SessionAsync("open", s => s.GetProperty("bytesReceived").GetInt64() == 2 * Mono.Length);

        daemon.Process.Terminate();

        RawResponse answer = await upload.AnswerAsync();
        answer.Status.Should().Be(503, answer.Body);
        JsonElement problem = Json.Parse(answer.Body);
        problem.GetProperty("type").GetString().Should().Be("/problems/shutting-down");
        problem.GetProperty("playedMs").GetDouble().Should().Be(500);
        (await daemon.Process.WaitForExitAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Whose_session_is_cancelled_is_told_though_it_still_sends()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using RawUpload upload = await RawUpload.BeginAsync(daemon.Port, "/v1/play?rate=48000&id=loud");
        await upload.SendAsync(new byte[960_000]);
        await daemon.HeardAsync("loud");
        using var http = new HttpClient();

        using HttpResponseMessage deleted = await http.DeleteAsync(
            $"http://localhost:{daemon.Port}/v1/sessions/loud",
            TestContext.Current.CancellationToken
        );

        ((int)deleted.StatusCode).Should().Be(200);
        RawResponse answer = await upload.AnswerAsync();
        answer.Status.Should().Be(200, answer.Body);
        Json.Parse(answer.Body).GetProperty("reason").GetString().Should().Be("cancelled");
    }

    [Theory]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    public async Task A_foreign_web_page_is_403_and_nothing_sounds(string origin)
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using RawUpload upload = await RawUpload.BeginAsync(
            daemon.Port,
            "/v1/play?rate=48000",
            origin,
            "Content-Type: text/plain"
        );

        RawResponse answer = await upload.AnswerAsync();

        answer.Status.Should().Be(403);
        answer.Headers["Content-Type"].Should().Be("application/problem+json");
        Json.Parse(answer.Body).GetProperty("type").GetString().Should().Be("/problems/forbidden");
        JsonElement status = await daemon.StatusAsync();
        (status.GetProperty("playback").GetArrayLength(), status.GetProperty("ended").GetArrayLength())
            .Should()
            .Be((0, 0));
    }

    [Fact]
    public async Task Chunks_that_are_none_are_a_problem_and_what_came_before_is_played()
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using RawUpload upload = await RawUpload.BeginAsync(daemon.Process.Port, "/v1/play?rate=48000&id=odd");
        await upload.SendAsync(Pcm.Bytes(Mono));
        await daemon.Process.SessionAsync("odd", s => s.GetProperty("bytesReceived").GetInt64() == 2 * Mono.Length);

        await upload.SendRawAsync("no chunk\r\n");

        RawResponse answer = await upload.AnswerAsync();
        answer.Status.Should().Be(400, answer.Body);
        JsonElement problem = Json.Parse(answer.Body);
        problem.GetProperty("type").GetString().Should().Be("/problems/upload-cut");
        (problem.GetProperty("reason").GetString(), problem.GetProperty("playedMs").GetDouble())
            .Should()
            .Be(("disconnected", 500.0));
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(Mono, Mono));
    }
}
