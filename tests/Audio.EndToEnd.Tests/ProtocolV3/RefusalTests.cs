using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.ProtocolV3;

/// <summary>
/// What <c>start_session</c> refuses and what it accepts; after a refusal the client continues as before.
/// </summary>
public sealed class RefusalTests(NullDaemon fixture) : IClassFixture<NullDaemon>
{
    private readonly DaemonProcess _daemon = fixture.Daemon;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(-1)]
    public async Task A_channel_count_other_than_1_and_2(int channels)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync(V3Client.Start(24_000, channels, 16))).ShouldBe(
            $$"""{"type":"error","error":"Unsupported channel count: {{channels}}","timestamp":"<now>"}"""
        );
        await AssertNoSessionAsync(client);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(64)]
    public async Task A_bit_depth_other_than_8_16_24_and_32(int bits)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync(V3Client.Start(24_000, 1, bits))).ShouldBe(
            $$"""{"type":"error","error":"Unsupported bit depth: {{bits}}","timestamp":"<now>"}"""
        );
        await AssertNoSessionAsync(client);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-44_100)]
    [InlineData(2_000_000_000)]
    public async Task A_rate_that_cannot_be_played(int rate)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        (await client.AskAsync(V3Client.Start(rate, 1, 16))).ShouldBe(
            $$"""{"type":"error","error":"Unsupported sample rate: {{rate}}","timestamp":"<now>"}"""
        );
        await AssertNoSessionAsync(client);
    }

    [Theory]
    [InlineData(11_025)]
    [InlineData(96_000)]
    [InlineData(12_345)]
    public async Task Another_positive_rate_is_accepted_with_a_warning_in_the_log(int rate)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        await client.StartAsync(rate, 1, 16);

        await _daemon.Output.WaitForAsync(
            $@"\[WRN\] {client.Id}: a rate of {rate} Hz is unusual",
            TimeSpan.FromSeconds(60)
        );
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(24_000)]
    [InlineData(32_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public async Task A_usual_rate_is_accepted_without_one(int rate)
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);

        await client.StartAsync(rate, 1, 16);
        await client.DisconnectAsync();

        // The line about the end comes after everything else about this client.
        await _daemon.Output.WaitForAsync($@"{client.Id} disconnected", TimeSpan.FromSeconds(60));
        _daemon
            .Output.All.Should()
            .NotContain(line => line.Contains("[WRN] " + client.Id + ":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_start_leaves_the_session_that_is_there()
    {
        await using V3Client client = await V3Client.ConnectAsync(_daemon);
        await client.StartAsync(24_000, 1, 16);
        await client.SendChunkAsync(new byte[100]);

        Json.Type(await client.AskAsync(V3Client.Start(24_000, 3, 16))).Should().Be("error");

        await client.SendChunkAsync(new byte[100]);
        (await client.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(200);
    }

    private static async Task AssertNoSessionAsync(V3Client client) =>
        (await client.AskAsync("""{"type":"get_status"}"""))
            .GetProperty("sessionActive")
            .GetBoolean()
            .Should()
            .BeFalse();
}
