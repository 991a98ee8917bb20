using System.Globalization;
using System.Text.RegularExpressions;
using Audio.Testing.Daemon;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>Clients that cause many lines of one kind.</summary>
public sealed class LogFloodTests
{
    private const int Sent = 3_000;

    [Fact]
    public async Task Two_clients_do_not_turn_over_the_log_and_what_is_left_out_is_counted()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await Task.WhenAll(FloodAsync(daemon), FloodAsync(daemon));
        daemon.Terminate();
        (await daemon.WaitForExitAsync()).Should().Be(0);

        string[] lines =
        [
            .. daemon.Output.All.Where(line => line.Contains("refused", StringComparison.OrdinalIgnoreCase)),
        ];
        lines.Length.Should().BeInRange(200, 1_000, "100 of each at once, and then 5 per second");
        lines.Sum(static line => 1 + LeftOut(line)).Should().Be(2 * Sent);
    }

    private static async Task FloodAsync(DaemonProcess daemon)
    {
        await using V3Client client = await V3Client.ConnectAsync(daemon);
        for (int i = 0; i < Sent; i++)
            Json.Type(await client.AskAsync("""{"type":"nonsense"}""")).Should().Be("error");
    }

    private static int LeftOut(string line) =>
        Regex.Match(line, @"\(\+(?<count>\d+) more like this\)", RegexOptions.ExplicitCapture) is { Success: true } more
            ? int.Parse(more.Groups["count"].ValueSpan, CultureInfo.InvariantCulture)
            : 0;
}
