using System.Text;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Host.Clients;
using Audio.Host.Http.Play;
using Audio.Host.V3;
using Audio.Host.V4;
using Audio.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Host.Running;

/// <summary>
/// Sends a little silence the whole way of a chunk, through an engine of its own that plays to nothing, so that the way is
/// compiled and the usual filters are computed before the first client comes: its first sound does not wait for that.
/// </summary>
internal static class WarmUp
{
    private const int Chunks = 8;

    /// <summary>Whoever started the daemon for one sound sends it at once: until then it has the processor for itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>The common shapes of speech and music.</summary>
    private static readonly (int SampleRate, int Channels, int BitDepth)[] Formats =
        [(16_000, 1, 16), (22_050, 1, 16), (24_000, 1, 16), (44_100, 2, 16), (48_000, 2, 16)];

    /// <summary>Begins in a moment, in the background, and takes a fraction of a second; a daemon that stops before does without.</summary>
    public static async Task RunAsync(TimeProvider time, CancellationToken stopping)
    {
        await Task.Delay(Patience, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            await Task.Run(() => RunAsync(time), CancellationToken.None);
    }

    private static async Task RunAsync(TimeProvider time)
    {
        await using AudioEngine engine = AudioEngine.Create(options => options.Sink = options.Sink with { Sink = "null" }, time);
        engine.Start();
        foreach ((int sampleRate, int channels, int bitDepth) in Formats)
        {
            var client = new ConnectedClient($"warm-up-{sampleRate}", "", time);
            var dialect = new V3Dialect(client, engine, new Nobody(), time, NullLogger.Instance);
            await SayAsync($$$"""{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":{{{sampleRate}}},"channels":{{{channels}}},"bitDepth":{{{bitDepth}}}}}""");
            AudioSession session = client.Session!;
            string silence = Convert.ToBase64String(new byte[sampleRate / 200 * channels * bitDepth / 8]);
            for (int i = 0; i < Chunks; i++)
                await SayAsync($$"""{"type":"audio_chunk","chunk":"{{silence}}"}""");
            await SayAsync("""{"type":"stop_session"}""");
            await session.Completion;
            await dialect.CloseAsync(inOrder: true);

            var format = new AudioFormat(SampleEncoding.PcmS16Le, sampleRate, channels);
            await V4WarmUp.RunAsync(engine, format, new byte[format.BytesPerSecond / 200 / format.BytesPerFrame * format.BytesPerFrame], Chunks, time);
            await PlayWarmUp.RunAsync(engine, new byte[sampleRate / 20 * channels * bitDepth / 8], $"?rate={sampleRate}&channels={channels}&bits={bitDepth}", time);

            ValueTask SayAsync(string message) => dialect.ReceiveAsync(Encoding.UTF8.GetBytes(message), time.GetTimestamp());
        }
    }

    private sealed class Nobody : IReplies
    {
        public ValueTask SendAsync(ReadOnlyMemory<byte> text) => ValueTask.CompletedTask;

        public bool TrySend(ReadOnlyMemory<byte> text) => true;
    }
}
