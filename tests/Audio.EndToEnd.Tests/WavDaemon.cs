using System.Globalization;
using System.Text.RegularExpressions;
using Audio.Testing;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests;

/// <summary>A daemon that plays into a WAV file, which can be read after it has stopped.</summary>
internal sealed class WavDaemon : IAsyncDisposable
{
    private const int HeaderBytes = 80; // of every 16-bit file that the sink writes
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder;

    private WavDaemon(TempFolder folder, DaemonProcess process)
    {
        _folder = folder;
        Process = process;
    }

    public DaemonProcess Process { get; }

    public static Task<WavDaemon> StartAsync(params string[] options) => StartUnderAsync("", options);

    /// <summary>Starts it in a shell that first runs these commands, such as <c>ulimit</c>.</summary>
    public static async Task<WavDaemon> StartUnderAsync(string shell, params string[] options)
    {
        var folder = new TempFolder();
        try
        {
            return new WavDaemon(
                folder,
                await DaemonProcess.StartAsync(
                    new DaemonSetup
                    {
                        Sink = $"wav:{folder.File("mix.wav")}",
                        Options = options,
                        Shell = shell,
                    }
                )
            );
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The current size of its file.</summary>
    public long FileLength => new FileInfo(_folder.File("mix.wav")) is { Exists: true } file ? file.Length : 0;

    /// <summary>
    /// Waits until a client's first session has ended, and returns what was played since the file had the given size.
    /// The daemon keeps running.
    /// </summary>
    public async Task<Mix> HeardAsync(string clientId, long since)
    {
        Match ended = await Process.Output.WaitForAsync(
            $@"Session {clientId}-1 ended: .* (?<underruns>\d+) underruns",
            EndLimit
        );
        await using FileStream file = new(_folder.File("mix.wav"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Max(HeaderBytes, since);
        byte[] bytes = new byte[(file.Length - file.Position) & ~3]; // whole frames
        await file.ReadExactlyAsync(bytes);
        return new Mix(Pcm.Int16(bytes), int.Parse(ended.Groups["underruns"].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <summary>Stops the daemon, which drains first, and returns what it played: 48 kHz, 16-bit, stereo.</summary>
    public async Task<Mix> StopAsync()
    {
        Process.Terminate();
        (await Process.WaitForExitAsync()).Should().Be(0);
        var file = WaveFile.Read(_folder.File("mix.wav"));
        (file.SampleRate, file.Channels, file.Bits, file.IsFloat).Should().Be((48_000, 2, 16, false));
        return new Mix(Pcm.Int16(file.Data), Process.Output.All.Sum(Underruns));
    }

    /// <summary>The underruns reported in the log line about a session's end; 0 for any other line.</summary>
    private static int Underruns(string line)
    {
        Match ended = Regex.Match(
            line,
            @"Session \S+ ended: .* (?<underruns>\d+) underruns",
            RegexOptions.ExplicitCapture
        );
        return ended.Success ? int.Parse(ended.Groups["underruns"].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }
}
