using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.RegularExpressions;

namespace Audio.Compare.Ways;

/// <summary>
/// The floor: a bare Kestrel WebSocket that passes its data to libpulse-simple (benchmarks/Audio.Baseline).
/// </summary>
internal sealed partial class Baseline(Ground ground, byte[] samples) : IWay
{
    private readonly ClientWebSocket _socket = new();
    private Process? _program;

    public string Name => "bare Kestrel + libpulse-simple";

    public bool IsOurs => false;

    public bool StartsProgram => false;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        (_program, Match said) = await Programs.StartAsync(
            Listening(),
            "dotnet",
            [ground.Baseline, Ground.SampleRate.ToString(CultureInfo.InvariantCulture)],
            cancellationToken
        );
        _socket.Options.Proxy = null;
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{said.Groups["port"].Value}/"), cancellationToken);
    }

    public Task RequestAsync(CancellationToken cancellationToken) =>
        _socket.SendAsync(samples, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await Programs.EndAsync(_program);
    }

    [GeneratedRegex(@"listens on port (?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
