using System.Text.Json;
using Audio.Core.Sinks;
using Audio.Host.Http.Status;
using Audio.Host.Reports;
using Audio.Host.Tests.WebSockets;
using Audio.Testing.Engines;
using static Audio.Host.Tests.V3.DialectRig;

namespace Audio.Host.Tests.Http.Status;

/// <summary>The JSON of /health and /status.</summary>
public sealed class StatusReporterTests : IDisposable
{
    private readonly EndpointRig _rig = new();
    private readonly EndedSessions _ended;
    private readonly StatusReporter _reporter;

    public StatusReporterTests()
    {
        _ended = new EndedSessions(_rig.Test.Engine);
        // The wall clock was set back by an hour since the start; uptime does not follow it.
        var identity = new DaemonIdentity(
            8081,
            ProcessId: 7,
            DateTimeOffset.FromUnixTimeMilliseconds(Start - 60_000).AddHours(1),
            _rig.Test.Time.GetTimestamp() - 60 * _rig.Test.Time.TimestampFrequency
        );
        _reporter = new StatusReporter(identity, _rig.Clients, _rig.Test.Engine, _ended, _rig.Test.Time);
    }

    public void Dispose() => _ended.Dispose();

    [Fact]
    public async Task Health_counts_clients_and_their_sessions()
    {
        Health()
            .Should()
            .Be(
                """{"status":"healthy","uptime":60000,"clients":0,"sessions":0,"timestamp":1755450000000"""
                    + $",\"version\":\"{DaemonIdentity.Version}\",\"audible\":true}}"
            );

        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await _rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        _rig.Test.Time.Advance(TimeSpan.FromMilliseconds(5));

        Health()
            .Should()
            .Be(
                """{"status":"healthy","uptime":60005,"clients":2,"sessions":1,"timestamp":1755450000005"""
                    + $",\"version\":\"{DaemonIdentity.Version}\",\"audible\":true}}"
            );
    }

    [Fact]
    public async Task Health_a_session_that_was_stopped_counts_no_more_though_it_still_plays()
    {
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));
        await client.AskAsync("""{"type":"stop_session"}""");

        Health().Should().Contain("\"clients\":1,\"sessions\":0,");
        _rig.Test.Engine.Sessions.Should().ContainSingle();
    }

    [Fact]
    public void Health_while_it_stops_says_so()
    {
        _rig.Clients.Lock();

        Health().Should().StartWith("""{"status":"stopping",""");
    }

    [Theory]
    [InlineData(InaudibleReason.NoDevice, "no_device", "false")]
    [InlineData(InaudibleReason.NullSink, "null_sink", "null")]
    public void Health_and_status_nobody_can_hear_it_say_why(InaudibleReason reason, string name, string audible)
    {
        _rig.Test.Output.Status = _rig.Test.Output.Status with { Inaudible = new Inaudibility(reason, "Why.") };
        string expected = $"\"audible\":{audible},\"inaudible\":{{\"reason\":\"{name}\",\"message\":\"Why.\"}}}}";

        Health().Should().StartWith("""{"status":"healthy",""").And.EndWith(expected);
        using JsonDocument status = Status();
        status
            .RootElement.GetRawText()
            .Should()
            .EndWith(expected.Replace(",\"inaudible\"", ",\"muted\":[],\"inaudible\""));
    }

    [Fact]
    public async Task Health_and_status_the_master_is_muted_as_well_as_the_ending_of_what_played()
    {
        _rig.Test.Engine.Master.IsMuted = true;
        _rig.Test.Engine.Buses[0].Volume = 0;
        Health().Should().Contain("\"audible\":false,\"inaudible\":{\"reason\":\"master_muted\"");
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(480)));
        await client.CloseAsync();
        _rig.PlayOut();

        using JsonDocument status = Status();
        status.RootElement.GetProperty("muted").GetRawText().Should().Be("""["media","master"]""");
        JsonElement ended = status.RootElement.GetProperty("ended")[0];
        ended.GetProperty("reason").GetString().Should().Be("completed");
        ended.GetProperty("audible").GetBoolean().Should().BeFalse();
        ended.GetProperty("inaudible").GetProperty("reason").GetString().Should().Be("master_muted");
        ended.GetProperty("inaudible").GetProperty("ms").GetDouble().Should().Be(10);
    }

    [Fact]
    public async Task Status_has_the_fields_of_version_3_as_they_always_were()
    {
        EndpointRig.ConnectedClient first = await _rig.ConnectAsync("node-client/1.0");
        _rig.Test.Time.Advance(TimeSpan.FromSeconds(1));
        await _rig.ConnectAsync();
        await first.AskAsync(StartPcm16);

        using JsonDocument status = Status();

        status
            .RootElement.GetRawText()
            .Should()
            .StartWith(
                $$"""{"daemon":"persistent-audio-daemon","version":"{{DaemonIdentity.Version}}","port":8081"""
                    + ""","uptime":61000,"clients":["""
                    + """{"id":"client_1","connectedAt":1755450000000,"lastActivity":1755450001000"""
                    + ""","userAgent":"node-client/1.0"},"""
                    + """{"id":"client_2","connectedAt":1755450001000,"lastActivity":1755450001000"""
                    + ""","userAgent":"unknown"}],"sessions":["client_1"],"timestamp":1755450001000,"""
            );
    }

    [Fact]
    public async Task Status_shows_the_output_and_what_plays_and_what_has_ended()
    {
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync(StartPcm16);
        await client.Socket.SendAsync(Chunk(TestEngine.Ramp(4_800)));
        await client.AskAsync("""{"type":"ping"}""");
        _rig.Test.Output.Render(960);
        _rig.Test.Output.FramesPlayed = 480;

        using (JsonDocument status = Status())
        {
            status
                .RootElement.GetProperty("output")
                .GetRawText()
                .Should()
                .Be(
                    """{"sink":"manual","state":"open","reason":"A test moves it.","since":0,"reopens":1"""
                        + ""","framesLost":2}"""
                );
            status
                .RootElement.GetProperty("playback")
                .GetRawText()
                .Should()
                .Be(
                    """[{"id":"client_1-1","client":"client_1","state":"playing","format":"""
                        + """{"encoding":"pcm_s16le","sampleRate":48000,"channels":1},"bufferedMs":80,"playedMs":10"""
                        + ""","bytesReceived":9600,"underruns":0,"volume":1,"ttfaMs":0,"priority":"speech"}]"""
                );
            status.RootElement.GetProperty("ended").GetRawText().Should().Be("[]");
        }

        await client.CloseAsync();
        _rig.PlayOut();
        using JsonDocument after = Status();
        after.RootElement.GetProperty("playback").GetRawText().Should().Be("[]");
        after
            .RootElement.GetProperty("ended")
            .GetRawText()
            .Should()
            .Be(
                """[{"id":"client_1-1","client":"client_1","state":"ended","reason":"completed","error":null"""
                    + ""","format":{"encoding":"pcm_s16le","sampleRate":48000,"channels":1},"playedMs":100"""
                    + ""","framesPlayed":4800,"framesReceived":4800,"bytesReceived":9600,"underruns":0,"ttfaMs":0"""
                    + ""","audible":true}]"""
            );
    }

    [Fact]
    public async Task Status_what_was_never_heard_has_no_time_to_first_audio()
    {
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        await client.AskAsync(
            """{"type":"start_session","audioFormat":{"format":"wav","sampleRate":48000,"channels":1,"bitDepth":16}}"""
        );
        await client.AskAsync(Chunk("RIFF\0\0\0\0AVI "u8.ToArray()));

        using JsonDocument status = Status();

        JsonElement ended = status.RootElement.GetProperty("ended")[0];
        ended.GetProperty("reason").GetString().Should().Be("failed");
        ended
            .GetProperty("error")
            .GetString()
            .Should()
            .Be("It is a RIFF file of type 'AVI ', not WAVE; send a WAV file.");
        ended.GetProperty("ttfaMs").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Ended_keeps_the_last_sixty_four()
    {
        EndpointRig.ConnectedClient client = await _rig.ConnectAsync();
        for (int i = 0; i < 70; i++)
        {
            await client.AskAsync(StartPcm16);
            await client.AskAsync("""{"type":"stop_session"}""");
        }

        using JsonDocument status = Status();

        status
            .RootElement.GetProperty("ended")
            .EnumerateArray()
            .Select(end => end.GetProperty("id").GetString())
            .Should()
            .Equal(Enumerable.Range(7, 64).Select(i => $"client_1-{i}"));
    }

    private string Health() => JsonSerializer.Serialize(_reporter.Health(), StatusJson.Default.HealthReport);

    private JsonDocument Status() =>
        JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(_reporter.Status(), StatusJson.Default.StatusReport));
}
