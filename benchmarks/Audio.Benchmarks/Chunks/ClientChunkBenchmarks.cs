using Audio.Benchmarks.Rigs;
using Audio.Client;
using Audio.Protocol;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Chunks;

/// <summary>
/// A chunk's whole path through the client, 20 ms of 16-bit mono at 24 kHz: it is written, framed and sent through an
/// in-memory pipe to a daemon that takes everything, and the daemon's <c>flow</c> is read. One operation is one chunk,
/// from the call until the client knows that the daemon has it.
/// </summary>
public class ClientChunkBenchmarks
{
    private const int Burst = 25;

    private readonly byte[] _chunk = Noise.Pcm16(24_000 / 50);
    private AudioDaemonClient _client = null!;
    private PlaybackSession _session = null!;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        var format = AudioFormat.Pcm16(24_000, 1);
        var daemon = new FlowingDaemon(format);
        _client = await AudioDaemonClient.ConnectAsync(AudioDaemonEndpoint.FromPipe("flowing", daemon.ConnectAsync));
        _session = await _client.StartSessionAsync(format);
    }

    /// <summary>
    /// Writes a chunk and waits for the daemon's <c>flow</c>. The client sends from a pool thread, so this includes two
    /// thread switches.
    /// </summary>
    /// <returns>Bytes that the daemon has.</returns>
    [Benchmark]
    public long OneByOne()
    {
        Write();
        return Arrive();
    }

    /// <summary>Writes half a second of sound without waiting in between. One operation is one chunk.</summary>
    /// <returns>Bytes that the daemon has.</returns>
    [Benchmark(OperationsPerInvoke = Burst)]
    public long AsFastAsItGoes()
    {
        for (int i = 0; i < Burst; i++)
            Write();
        return Arrive();
    }

    [GlobalCleanup]
    public async Task CloseAsync() => await _client.DisposeAsync();

    private void Write()
    {
        ValueTask write = _session.WriteAsync(_chunk);
        if (!write.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException(
                "The daemon said that there is room, and the client waits all the same."
            );
        }
    }

    private long Arrive()
    {
        var spin = new SpinWait();
        while (_session.BytesReceived < _session.BytesWritten)
        {
            if (_session.Completion.IsCompleted)
                throw new InvalidOperationException($"The session has ended: {_session.Completion.Result}");
            spin.SpinOnce(sleep1Threshold: -1);
        }
        return _session.BytesReceived;
    }
}
