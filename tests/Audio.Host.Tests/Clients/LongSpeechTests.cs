using System.Diagnostics;
using Audio.Core.Sessions;
using Audio.Host.Tests.WebSockets;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Tools;

namespace Audio.Host.Tests.Clients;

/// <summary>
/// Ten minutes of speech, sent at full speed by clients without backpressure, with their libraries' default settings.
/// Nothing is played while they send, so the result does not depend on their speed.
/// </summary>
public sealed class LongSpeechTests : IDisposable
{
    private const int Rate = 24_000;
    private const int Seconds = 600;

    /// <summary>Sends everything, stops the session, closes, and prints the answer.</summary>
    private const string Node = """
        const WebSocket = require('ws'), fs = require('fs');
        const [url, file] = process.argv.slice(2), pcm = fs.readFileSync(file), step = 4800;
        const ws = new WebSocket(url);
        let stopped = null;
        ws.on('message', data => {
          const message = JSON.parse(data);
          if (message.type === 'welcome')
            ws.send(JSON.stringify({
              type: 'start_session',
              audioFormat: { format: 'pcm', sampleRate: 24000, channels: 1, bitDepth: 16 }
            }));
          if (message.type === 'session_started') {
            for (let at = 0; at < pcm.length; at += step)
              ws.send(JSON.stringify({
                type: 'audio_chunk',
                chunk: pcm.subarray(at, at + step).toString('base64'),
                encoding: 'base64',
                timestamp: Date.now()
              }));
            ws.send(JSON.stringify({ type: 'stop_session' }));
            ws.close(1000, 'Client disconnecting');
          }
          if (message.type === 'session_stopped')
            stopped = message.stats;
        });
        ws.on('close', code =>
          console.log(`${code} ${stopped && stopped.bytesReceived} ${stopped && stopped.chunksProcessed}`));
        """;

    private const string Python = """
        import asyncio, base64, json, sys, websockets
        async def main(url, file):
            pcm = open(file, 'rb').read()
            async with websockets.connect(url) as ws:
                await ws.recv()
                audio_format = {'format': 'pcm', 'sampleRate': 24000, 'channels': 1, 'bitDepth': 16}
                await ws.send(json.dumps({'type': 'start_session', 'audioFormat': audio_format}))
                await ws.recv()
                for at in range(0, len(pcm), 4800):
                    chunk = base64.b64encode(pcm[at:at + 4800]).decode()
                    await ws.send(json.dumps({'type': 'audio_chunk', 'chunk': chunk, 'encoding': 'base64'}))
                await ws.send(json.dumps({'type': 'stop_session'}))
                stats = json.loads(await ws.recv())['stats']
            print(ws.close_code, stats['bytesReceived'], stats['chunksProcessed'])
        asyncio.run(main(*sys.argv[1:]))
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Node_ws_sends_ten_minutes_and_leaves()
    {
        IReadOnlyDictionary<string, string> variables = NodeRuntime.RequireWs();
        await IsHeardWholeAsync("node", "peer.cjs", Node, variables);
    }

    [Fact]
    public Task Python_websockets_sends_ten_minutes_and_leaves() =>
        IsHeardWholeAsync(PythonRuntime.RequireWebSockets(), "peer.py", Python, new Dictionary<string, string>());

    private async Task IsHeardWholeAsync(
        string program,
        string name,
        string script,
        IReadOnlyDictionary<string, string> variables
    )
    {
        var rig = new EndpointRig(configure: engine => engine.Sink = engine.Sink with { SampleRate = Rate });
        await using EndpointServer server = await EndpointServer.StartAsync(rig);
        short[] sound = [.. Enumerable.Range(0, Seconds * Rate).Select(i => (short)(1 + i * 7919L % 30_000))];
        byte[] bytes = new byte[2 * sound.Length];
        Buffer.BlockCopy(sound, 0, bytes, 0, bytes.Length);
        string pcm = Path.Combine(_folder.Path, "speech.pcm");
        string peer = Path.Combine(_folder.Path, name);
        await File.WriteAllBytesAsync(pcm, bytes, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(peer, script, TestContext.Current.CancellationToken);

        (await RunAsync(program, variables, peer, $"ws://127.0.0.1:{server.Port}", pcm))
            .Trim()
            .Should()
            .Be($"1000 {bytes.Length} {bytes.Length / 4_800}");

        await EndpointServer.UntilAsync(() => rig.Clients.Count == 0, "it has left");
        int heard = PlayOut(rig, sound);
        heard.Should().Be(sound.Length);
        SessionResult result = rig.Ended.Should().ContainSingle().Which;
        result
            .Should()
            .BeEquivalentTo(
                new
                {
                    Reason = SessionEndReason.Completed,
                    Statistics = new
                    {
                        FramesPlayed = sound.Length,
                        FramesReceived = sound.Length,
                        Underruns = 0,
                    },
                }
            );
    }

    /// <returns>How many samples were heard as they were sent, up to the first that was not.</returns>
    private static int PlayOut(EndpointRig rig, short[] sound)
    {
        const int Period = Rate / 10;
        int heard = 0;
        while (rig.Test.Engine.Sessions.Count > 0 && rig.Test.Output.FramesPlayed < sound.Length + Rate)
        {
            rig.Test.Output.Render(Period);
            List<float> rendered = rig.Test.Output.Rendered;
            for (int i = 0; i < rendered.Count && heard < sound.Length; i += 2, heard++)
            {
                if (rendered[i] != sound[heard] / 32768f)
                    return heard;
            }
            rendered.Clear();
            rig.Test.Output.FramesPlayed += Period;
            rig.Test.Time.Advance(TimeSpan.FromMilliseconds(100));
        }
        return heard;
    }

    private static async Task<string> RunAsync(
        string program,
        IReadOnlyDictionary<string, string> variables,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(0, error);
        return await output;
    }
}
