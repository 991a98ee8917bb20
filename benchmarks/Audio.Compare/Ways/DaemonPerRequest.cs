using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Audio.Protocol;

namespace Audio.Compare.Ways;

/// <summary>Starts a daemon for the request and ends it afterwards. Counts from the start of the process.</summary>
internal sealed partial class DaemonPerRequest(Ground ground, byte[] samples) : IWay
{
    public string Name => "audiod, daemon per request";

    public bool IsOurs => true;

    public bool StartsProgram => true;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        string folder = ground.File("daemon");
        (Process daemon, Match said) = await Programs.StartAsync(
            Listening(),
            ground.Audiod,
            ["run", "--port", "0", "--sink", "pulse", "--socket", "none", "--state-dir", folder, "--log-dir", folder],
            cancellationToken
        );
        try
        {
            using var client = new V4Client(AudioFormat.Pcm16(Ground.SampleRate, channels: 1), samples);
            await client.OpenAsync(
                int.Parse(said.Groups["port"].Value, CultureInfo.InvariantCulture),
                cancellationToken
            );
            await client.SendAsync(cancellationToken);
            await client.CloseAsync(cancellationToken);
            // it plays to its end, then goes
            using var kill = Process.Start("kill", [daemon.Id.ToString(CultureInfo.InvariantCulture)]);
            await daemon.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            await Programs.EndAsync(daemon);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [GeneratedRegex(@"listens on port (?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
