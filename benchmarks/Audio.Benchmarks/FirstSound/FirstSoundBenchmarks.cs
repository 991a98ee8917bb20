using System.Diagnostics;
using System.Reactive.Linq;
using Audio.Benchmarks.Rigs;
using Audio.Client;
using Audio.Protocol;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.FirstSound;

/// <summary>
/// The time to the first sound, over a real socket and with the client package, for three ways of working. One
/// operation ends when the client is told that its sound plays. The daemon plays to the null sink, in real time. The
/// columns split the time into what the client waited for and what the daemon reports for its own stages.
/// </summary>
[Config(typeof(FirstSoundSettings))]
public class FirstSoundBenchmarks
{
    private static readonly AudioFormat Format = AudioFormat.Pcm16(24_000, channels: 1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly byte[] _chunk = Noise.Pcm16(24_000 / 50);
    private SpawnedHost? _host;
    private AudioDaemonClient? _client;
    private PlaybackSession? _session;

    [GlobalSetup(Targets = [nameof(OpenSession), nameof(ColdConnection)])]
    public async Task StartHostAsync() => _host = await SpawnedHost.StartAsync();

    [IterationSetup(Target = nameof(OpenSession))]
    public void StartSession()
    {
        _client ??= ConnectAsync(_host!).GetAwaiter().GetResult();
        _session = _client.StartSessionAsync(Format).GetAwaiter().GetResult();
    }

    /// <summary>The first chunk on an open connection and session.</summary>
    /// <returns>Milliseconds.</returns>
    [Benchmark]
    public async Task<double> OpenSession() =>
        await SoundAsync(nameof(OpenSession), _session!, Stopwatch.GetTimestamp());

    /// <summary>Connects to a running daemon, starts a session, sends.</summary>
    /// <returns>Milliseconds.</returns>
    [Benchmark]
    public async Task<double> ColdConnection()
    {
        long began = Stopwatch.GetTimestamp();
        return await ConnectAndSoundAsync(nameof(ColdConnection), _host!, began);
    }

    /// <summary>Starts a daemon, connects, starts a session, sends.</summary>
    /// <returns>Milliseconds.</returns>
    [Benchmark]
    public async Task<double> DaemonPerRequest()
    {
        long began = Stopwatch.GetTimestamp();
        _host = await SpawnedHost.StartAsync();
        Stages.Record(nameof(DaemonPerRequest), Stage.Process, Stopwatch.GetElapsedTime(began));
        return await ConnectAndSoundAsync(nameof(DaemonPerRequest), _host, began);
    }

    [IterationCleanup(Target = nameof(OpenSession))]
    public void CancelSession() => _session!.CancelAsync().GetAwaiter().GetResult();

    [IterationCleanup(Target = nameof(ColdConnection))]
    public void Disconnect() => DisconnectAsync().GetAwaiter().GetResult();

    [IterationCleanup(Target = nameof(DaemonPerRequest))]
    public void EndHost() => EndHostAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public async Task EndHostAsync()
    {
        await DisconnectAsync();
        if (_host is not null)
            await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>
    /// Patient, because on a busy machine a daemon that has just started may take seconds for its first client.
    /// </summary>
    private static Task<AudioDaemonClient> ConnectAsync(SpawnedHost host)
    {
        var options = new AudioDaemonClientOptions { ConnectTimeout = Limit, KeepAliveTimeout = Limit };
        options.Endpoints.Add(host.Endpoint);
        return AudioDaemonClient.ConnectAsync(options);
    }

    private async Task<double> ConnectAndSoundAsync(string way, SpawnedHost host, long began)
    {
        long connecting = Stopwatch.GetTimestamp();
        _client = await ConnectAsync(host);
        long starting = Stopwatch.GetTimestamp();
        _session = await _client.StartSessionAsync(Format);
        Stages.Record(way, Stage.Connect, Stopwatch.GetElapsedTime(connecting, starting));
        Stages.Record(way, Stage.Start, Stopwatch.GetElapsedTime(starting));
        return await SoundAsync(way, _session, began);
    }

    private async Task<double> SoundAsync(string way, PlaybackSession session, long began)
    {
        long sending = Stopwatch.GetTimestamp();
        var plays = new TaskCompletionSource<SessionPlaying>(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable listening = session.Events.OfType<SessionPlaying>().Subscribe(e => plays.TrySetResult(e));
        await session.WriteAsync(_chunk);
        SessionPlaying playing = await plays.Task.WaitAsync(Limit, TimeProvider.System);
        Stages.Record(way, Stage.Told, Stopwatch.GetElapsedTime(sending));
        Stages.Record(way, Stage.Decoded, playing.Decoded);
        Stages.Record(way, Stage.Mixed, playing.Mixed - playing.Decoded);
        Stages.Record(way, Stage.Device, playing.TimeToFirstAudio - playing.Mixed);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private async Task DisconnectAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        _client = null;
    }
}
