using Audio.Core.Sessions;
using Audio.Protocol;
using SessionOptions = Audio.Core.Sessions.SessionOptions;

namespace Audio.Host.Warming;

/// <summary>
/// Sends some silence on every wire through a second daemon in this process, which plays to a null sink. This compiles
/// the code path of a chunk and computes the usual filters, so that the first client waits for neither at its first
/// sound or its first gap.
/// </summary>
internal static class WarmUp
{
    /// <summary>The number of 5 ms chunks per session: enough to start, fill a device, and continue.</summary>
    public const int Chunks = 8;

    /// <summary>
    /// The delay before the warm-up starts. A client that started the daemon to play one sound sends it at once and has
    /// the processor to itself until then; the delay is longer on a single core.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(Environment.ProcessorCount == 1 ? 500 : 150);

    /// <summary>The common sample rates of speech and music.</summary>
    private static readonly int[] Rates = [8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

    /// <summary>
    /// Starts in the background after a short delay and takes a fraction of a second; skipped if the daemon stops
    /// before.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log for a failure, which is harmless.</param>
    /// <param name="stopping">Cancelled when the daemon stops.</param>
    public static async Task RunAsync(TimeProvider time, Serilog.ILogger log, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(Patience, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stopping.IsCancellationRequested)
            {
                await Task.Run(
                    async () =>
                    {
                        await using var daemon = new WarmUpDaemon(time);
                        await RunAsync(daemon, stopping);
                    },
                    CancellationToken.None
                );
            }
        }
#pragma warning disable CA1031 // The daemon runs as well without it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.Warning(e, "The warm-up failed; the first sounds may begin late");
        }
    }

    /// <summary>Runs every code path once.</summary>
    internal static async Task RunAsync(WarmUpDaemon daemon, CancellationToken stopping)
    {
        // All at once: they spend most of their time waiting for the null device.
        Task[] wires =
        [
            V3WarmUp.RunAsync(daemon.Connect(isV4: false)),
            V4WarmUp.RunAsync(daemon.Connect(isV4: true)),
            V4WarmUp.RunAsync(daemon.ConnectLocal()),
            daemon.PlayAsync(new byte[24_000 * 2 / 20], "?rate=24000"),
            daemon.PlayAsync(WavFile(), ""),
        ];
        await Task.WhenAll(wires);
        foreach (int rate in Rates)
        {
            if (stopping.IsCancellationRequested)
                return;
            await PlayAsync(daemon, new AudioFormat(SampleEncoding.PcmS16Le, rate, 1));
        }
        await PlayAsync(daemon, new AudioFormat(SampleEncoding.PcmS24Le, 96_000, 6));
        await daemon.PlayAsync(
            new byte[24_000 * 2 / 20],
            "?rate=24000&effects=highpass:80,loudness:-18,trim,speed:1.25"
        );
    }

    /// <summary>A session that underruns between two halves, as when its producer is late.</summary>
    private static async Task PlayAsync(WarmUpDaemon daemon, AudioFormat format)
    {
        AudioSession session = daemon.Engine.OpenSession(
            new SessionOptions
            {
                Format = format,
                KeepsBacklog = true,
                HasMore = static () => false,
            }
        );
        byte[] chunk = new byte[format.BytesPerSecond / 200 / format.BytesPerFrame * format.BytesPerFrame];
        for (int half = 0; half < 2; half++)
        {
            for (int i = 0; i < Chunks / 2; i++)
                await session.WriteAsync(chunk);
            await Task.Delay(TimeSpan.FromMilliseconds(30 * (1 - half)), daemon.Time);
        }
        session.Complete();
        await session.Completion;
    }

    private static byte[] WavFile()
    {
        const int Rate = 44_100;
        const int Bytes = Rate * 4 / 20;
        byte[] file = new byte[44 + Bytes];
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write("RIFF"u8);
        writer.Write(36 + Bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)2);
        writer.Write(Rate);
        writer.Write(Rate * 4);
        writer.Write((short)4);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(Bytes);
        return file;
    }
}
