using System.Text;
using System.Text.Json;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.BadInput;

/// <summary>
/// One client misbehaves while another plays. Each test checks the answer to the misbehaving client, the line in the
/// log, and that the other is heard sample for sample.
/// </summary>
public sealed class NeighbourTests(WavDaemonFixture fixture) : IClassFixture<WavDaemonFixture>, IAsyncLifetime
{
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(60);

    private readonly WavDaemon _daemon = fixture.Daemon;
    private readonly long _since = fixture.Daemon.FileLength;
    private V3Client _neighbour = null!;
    private short[] _sound = null!;
    private int _sentBytes;
    private long _firstSent;
    private TimeSpan _sentWithin;

    /// <summary>When the test begins, the neighbour plays and has sent three quarters of its sound, 0.9 s.</summary>
    public async ValueTask InitializeAsync()
    {
        _neighbour = await V3Client.ConnectAsync(_daemon.Process);
        _sound = Pcm.ToInt16(
            Signal.Interleave(Signal.SpeechLike(48_000, 57_600, seed: 1), Signal.Noise(57_600, seed: 2, amplitude: 0.3))
        );
        await _neighbour.StartAsync(48_000, 2, 16);
        _firstSent = TimeProvider.System.GetTimestamp();
        await SendPartAsync(_sound.Length * 3 / 4);
    }

    public ValueTask DisposeAsync() => _neighbour.DisposeAsync();

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("""{"type":"ping"}}""")]
    [InlineData("""{"type":"ping"} {"type":"ping"}""")]
    [InlineData("""{"type":"pi""")]
    [InlineData("""{'type':'ping'}""")]
    public async Task Text_that_is_no_JSON_is_answered_with_the_reason(string text)
    {
        await using V3Client client = await ConnectAsync();

        (await client.AskAsync(text)).ShouldBe("""{"type":"error","error":"<text>","timestamp":"<now>"}""");

        await client.SettleAsync();
        await LogAsync($@"\[WRN\] {client.Id}: refused (a message|ping): Invalid JSON");
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task JSON_of_endless_depth_is_answered_with_the_reason()
    {
        await using V3Client client = await ConnectAsync();

        (await client.AskAsync(new string('[', 20_000))).ShouldBe(
            """{"type":"error","error":"<text>","timestamp":"<now>"}"""
        );

        await client.SettleAsync();
        await LogAsync($@"\[WRN\] {client.Id}: refused a message");
        await AssertNeighbourAsync();
    }

    [Theory]
    [InlineData("""{"type":"start_session"}""", "Missing field: audioFormat")]
    [InlineData("""{"type":"start_session","audioFormat":7}""", "Invalid field: audioFormat must be an object")]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","channels":1,"bitDepth":16}}""",
        "Missing field: audioFormat.sampleRate"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":"24000","channels":1,"bitDepth":16}}""",
        "Invalid field: audioFormat.sampleRate must be a number"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":24000,"channels":[1],"bitDepth":16}}""",
        "Invalid field: audioFormat.channels must be a number"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":24000,"channels":1.5,"bitDepth":16}}""",
        "Unsupported channel count: 1.5"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"midi","sampleRate":24000,"channels":1,"bitDepth":16}}""",
        "Unsupported format: midi"
    )]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":1e99,"channels":1,"bitDepth":16}}""",
        "Unsupported sample rate: 1e99"
    )]
    public async Task A_start_with_missing_or_wrong_fields_is_answered_with_what_is_wrong(string message, string error)
    {
        await using V3Client client = await ConnectAsync();

        (await client.AskAsync(message)).ShouldBe($$"""{"type":"error","error":"{{error}}","timestamp":"<now>"}""");

        await client.SettleAsync();
        await LogAsync($@"\[WRN\] {client.Id}: refused start_session: {error[..12]}");
        await AssertNeighbourAsync();
    }

    [Theory]
    [InlineData("""{"type":"audio_chunk","encoding":"base64"}""")]
    [InlineData("""{"type":"audio_chunk","chunk":5}""")]
    [InlineData("""{"type":"audio_chunk","chunk":"AAEC!wQF"}""")]
    [InlineData("""{"type":"audio_chunk","chunk":"00010","encoding":"hex"}""")]
    [InlineData("""{"type":"audio_chunk","chunk":"zz","encoding":"hex"}""")]
    [InlineData("""{"type":"audio_chunk","chunk":"AAEC","encoding":"base91"}""")]
    public async Task A_chunk_that_is_not_what_it_says_is_refused_and_the_session_goes_on(string message)
    {
        await using V3Client client = await ConnectAsync();
        await client.StartAsync(48_000, 1, 16);

        (await client.AskAsync(message)).ShouldBe("""{"type":"error","error":"<text>","timestamp":"<now>"}""");

        await client.SendChunkAsync(new byte[100]);
        (await client.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(100);
        await LogAsync($@"\[WRN\] {client.Id}: refused audio_chunk");
        await AssertNeighbourAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_over_the_limit_is_closed_with_1009(bool inFragments)
    {
        await using V3Client client = await ConnectAsync();
        byte[] message = Encoding.UTF8.GetBytes(V3Client.Chunk(new byte[200_000]));

        try
        {
            if (inFragments)
                await client.Socket.SendFragmentedAsync(RawOpCode.Text, message, 10_000);
            else
                await client.Socket.SendFrameAsync(RawOpCode.Text, message);
        }
        catch (IOException)
        {
            // The daemon may hang up while we are still sending.
        }

        (await client.Socket.ReceiveCloseAsync()).CloseCode.Should().Be(1009);
        await LogAsync($@"\[WRN\] {client.Id} sent a message of more than 65536 bytes");
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task A_message_of_the_limit_is_taken()
    {
        await using V3Client client = await ConnectAsync();
        byte[] message = new byte[64 * 1024];
        Array.Fill(message, (byte)' ');
        """{"type":"ping"}"""u8.CopyTo(message);

        await client.Socket.SendBinaryAsync(message);

        Json.Type(await client.ReceiveAsync()).Should().Be("pong");
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task Binary_noise_in_a_binary_frame_is_answered_with_an_error()
    {
        await using V3Client client = await ConnectAsync();
        byte[] noise = new byte[5_000];
        new Random(5).NextBytes(noise);

        await client.Socket.SendBinaryAsync(noise);

        (await client.ReceiveAsync()).ShouldBe("""{"type":"error","error":"<text>","timestamp":"<now>"}""");
        await client.SettleAsync();
        await LogAsync($@"\[WRN\] {client.Id}: refused a message");
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task Noise_that_is_no_frame_ends_the_connection()
    {
        await using V3Client client = await ConnectAsync();
        byte[] noise = new byte[5_000];
        Array.Fill(noise, (byte)0xFF); // reserved bits, an unknown opcode

        await client.Socket.SendBytesAsync(noise);

        await client.Socket.WaitForEndAsync();
        await LogAsync($"{client.Id} disconnected");
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task Noise_that_is_no_HTTP_ends_the_connection()
    {
        using var socket = new System.Net.Sockets.TcpClient("127.0.0.1", _daemon.Process.Port);
        System.Net.Sockets.NetworkStream stream = socket.GetStream();

        await stream.WriteAsync(new byte[] { 0, 1, 2, 250, 13, 10, 13, 10 }, TestContext.Current.CancellationToken);

        byte[] answer = new byte[4_096];
        int count = await stream.ReadAsync(answer, TestContext.Current.CancellationToken);
        Encoding.ASCII.GetString(answer, 0, count).Should().StartWith("HTTP/1.1 400");
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task A_RIFF_header_that_says_less_than_comes_does_not_swallow_the_rest()
    {
        await using V3Client client = await ConnectAsync();
        WaveFile tone = Tone();
        await client.StartAsync(48_000, 1, 16, "wav");

        await client.SendAllAsync((byte[])[.. tone.Header(dataBytes: 100), .. new byte[tone.Data.Length]]);

        await client.StopAsync();
        await EndsAsync(client, "completed", frames: tone.Data.Length / 2);
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task A_RIFF_header_that_says_more_than_comes_plays_what_came()
    {
        await using V3Client client = await ConnectAsync();
        WaveFile silence = Tone() with { Data = new byte[2_000] };
        await client.StartAsync(48_000, 1, 16, "wav");

        await client.SendAllAsync((byte[])[.. silence.Header(dataBytes: 500_000_000), .. silence.Data]);

        await client.StopAsync();
        await EndsAsync(client, "completed", frames: 1_000);
        await AssertNeighbourAsync();
    }

    [Theory]
    [InlineData(20, 112)] // format tag 112: nobody plays it
    [InlineData(22, 9)] // nine channels
    [InlineData(34, 72)] // 72 bits
    public async Task A_RIFF_header_of_what_cannot_be_played_ends_the_session_with_an_error(int offset, byte value)
    {
        await using V3Client client = await ConnectAsync();
        byte[] header = Tone().Header(dataBytes: 1_000);
        header[offset] = value;
        await client.StartAsync(48_000, 1, 16, "wav");

        await client.SendChunkAsync((byte[])[.. header, .. new byte[1_000]]);

        (await client.ReceiveAsync()).ShouldBe("""{"type":"error","error":"<text>","timestamp":"<now>"}""");
        await client.SettleAsync();
        await LogAsync($@"\[WRN\] Session {client.Id}-1 cannot be played");
        await EndsAsync(client, "failed", frames: 0);
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task A_client_that_connects_and_says_nothing_costs_nothing()
    {
        using var silent = new System.Net.Sockets.TcpClient("127.0.0.1", _daemon.Process.Port); // not even a request
        await using V3Client client = await ConnectAsync();

        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task A_client_that_vanishes_in_mid_chunk_is_cleaned_up()
    {
        V3Client client = await ConnectAsync();
        await client.StartAsync(48_000, 1, 16);
        await client.SendChunkAsync(new byte[960]);
        await client.SettleAsync();
        byte[] frame = RawWebSocket.Encode(RawOpCode.Text, Encoding.UTF8.GetBytes(V3Client.Chunk(new byte[9_600])));

        await client.Socket.SendBytesAsync(frame.AsMemory(0, frame.Length / 2));
        client.Socket.Reset();

        await _daemon.Process.GoneAsync(client.Id);
        await LogAsync($@"{client.Id} disconnected \(Lost");
        await EndsAsync(client, "disconnected", frames: 480);
        await AssertNeighbourAsync();
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_read_no_more_and_can_still_go()
    {
        V3Client client = await V3Client.ConnectAsync(_daemon.Process, new RawHandshake { ReceiveBuffer = 2_048 });
        byte[] ping = RawWebSocket.Encode(RawOpCode.Text, """{"type":"ping"}"""u8);
        byte[] pings = [.. Enumerable.Repeat(ping, 2_000).SelectMany(p => p)];

        // Endless: the daemon stops reading when its answers are not read.
        using var stopped = new CancellationTokenSource();
        var sending = Task.Run(
            async () =>
            {
                try
                {
                    while (!stopped.IsCancellationRequested)
                        await client.Socket.SendBytesAsync(pings);
                }
                catch (Exception e) when (e is IOException or ObjectDisposedException)
                {
                    // Reset, below.
                }
            },
            TestContext.Current.CancellationToken
        );
        await AssertNeighbourAsync(listen: false);

        await stopped.CancelAsync();
        client.Socket.Reset();
        await sending;
        await _daemon.Process.GoneAsync(client.Id);
        _daemon.Process.PeakResidentBytes.Should().BeLessThan(150 << 20, "answers that nobody takes are not piled up");
        await ListenAsync();
    }

    private Task<V3Client> ConnectAsync() => V3Client.ConnectAsync(_daemon.Process);

    private async Task LogAsync(string pattern) => await _daemon.Process.Output.WaitForAsync(pattern, LogLimit);

    private async Task EndsAsync(V3Client client, string reason, int frames)
    {
        JsonElement status = await _daemon.Process.WaitForAsync(s =>
            s.GetProperty("ended").EnumerateArray().Any(e => e.GetProperty("client").GetString() == client.Id)
        );
        JsonElement ended = status
            .GetProperty("ended")
            .EnumerateArray()
            .Single(e => e.GetProperty("client").GetString() == client.Id);
        ended.GetProperty("reason").GetString().Should().Be(reason);
        ended.GetProperty("framesPlayed").GetInt64().Should().Be(frames);
    }

    private async Task SendPartAsync(int samples)
    {
        await _neighbour.SendAllAsync(Pcm.Bytes(_sound).AsMemory(_sentBytes, 2 * samples), chunkBytes: 3_840);
        _sentBytes += 2 * samples;
        await _neighbour.SettleAsync();
    }

    /// <summary>The neighbour sends what is left, and all of it is in the file.</summary>
    private async Task AssertNeighbourAsync(bool listen = true)
    {
        await SendPartAsync(_sound.Length / 4);
        (await _neighbour.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(2 * _sound.Length);
        _sentWithin = TimeProvider.System.GetElapsedTime(_firstSent);
        if (listen)
            await ListenAsync();
    }

    private async Task ListenAsync()
    {
        // What others sent in these tests is silence.
        await _neighbour.DisconnectAsync();
        Mix mix = await _daemon.HeardAsync(_neighbour.Id, _since);
        mix.ShouldSoundAs(_sound);

        // If the machine let it send on time, it runs dry only if another client disturbed it.
        if (_sentWithin < WavDaemonFixture.Prefill)
            mix.Underruns.Should().Be(0, $"it had sent all within {_sentWithin}");
    }

    private static WaveFile Tone() => new(48_000, 1, 16, IsFloat: false, new byte[4_000]);
}
