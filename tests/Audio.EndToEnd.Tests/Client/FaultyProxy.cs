using System.Net;
using System.Net.Sockets;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>What happens to a connection through the proxy.</summary>
internal enum Fault
{
    /// <summary>Nothing happens to it.</summary>
    None,

    /// <summary>Both sides see an orderly end of the stream (FIN).</summary>
    Cut,

    /// <summary>Both sides see a reset (RST).</summary>
    Reset,

    /// <summary>Everything arrives late and in small pieces.</summary>
    Delay,

    /// <summary>Nothing gets through any more, and neither side is told.</summary>
    HalfOpen,

    /// <summary>What the client sends is dropped, and it sees the end of the stream; the daemon sees nothing.</summary>
    HalfClose,
}

/// <summary>
/// A TCP proxy between client and daemon with faults chosen by a seed: which fault, after how many bytes, in which
/// direction. After a few faults, connections stay up, so that every run ends.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private const int MaxFaults = 3;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;
    private readonly Lock _lock = new();
    private readonly List<Socket> _open = [];
    private Random _random = new(0);
    private int _faults;
    private int _span;

    public FaultyProxy(int target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The faults of all runs.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>Starts another run.</summary>
    /// <param name="seed">What happens in it.</param>
    /// <param name="span">Faults happen within about this many bytes.</param>
    public void Begin(int seed, int span)
    {
        lock (_lock)
            (_random, _faults, _span) = (new Random(seed), 0, span);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        lock (_lock)
            _open.ForEach(s => s.Dispose());
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_ending.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task ServeAsync(Socket client)
    {
        var daemon = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        Fault fault;
        int after;
        bool upwards;
        Random random;
        lock (_lock)
        {
            _open.AddRange([client, daemon]);
            fault = _faults < MaxFaults ? (Fault)_random.Next(6) : Fault.None;
            if (fault != Fault.None)
                _faults++;
            upwards = _random.Next(2) == 0;
            after = _random.Next(upwards ? _span : 2_500); // the daemon sends less than it receives
            random = new Random(_random.Next());
            Faults.Add(fault);
        }
        try
        {
            await daemon.ConnectAsync(IPAddress.Loopback, _target);
            bool delayed = fault == Fault.Delay;
            int never = int.MaxValue;
            int limit = fault is Fault.None or Fault.Delay ? never : after;
            var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task up = PumpAsync(
                client,
                daemon,
                upwards ? limit : never,
                delayed ? new Random(random.Next()) : null,
                broken
            );
            Task down = PumpAsync(
                daemon,
                client,
                upwards ? never : limit,
                delayed ? new Random(random.Next()) : null,
                broken
            );
            await Task.WhenAny(broken.Task, Task.WhenAll(up, down));
            if (broken.Task.IsCompleted)
                Break(fault, client, daemon);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            client.Dispose();
            daemon.Dispose();
        }
    }

    private static void Break(Fault fault, Socket client, Socket daemon)
    {
        switch (fault)
        {
            case Fault.Cut:
                client.Shutdown(SocketShutdown.Both);
                daemon.Shutdown(SocketShutdown.Both);
                break;
            case Fault.Reset:
                client.LingerState = daemon.LingerState = new LingerOption(enable: true, seconds: 0);
                client.Dispose();
                daemon.Dispose();
                break;
            case Fault.HalfClose:
                client.Shutdown(SocketShutdown.Send);
                break;
        }
    }

    /// <summary>Copies up to this many bytes; after that, nothing is copied in either direction.</summary>
    private static async Task PumpAsync(Socket from, Socket to, int limit, Random? delays, TaskCompletionSource broken)
    {
        byte[] buffer = new byte[8 * 1024];
        try
        {
            while (!broken.Task.IsCompleted)
            {
                int wanted = Math.Min(delays is null ? buffer.Length : delays.Next(1, 2_000), limit);
                int read = wanted == 0 ? 0 : await from.ReceiveAsync(buffer.AsMemory(0, wanted));
                if (broken.Task.IsCompleted)
                    return;
                if (wanted == 0)
                {
                    broken.TrySetResult();
                    return;
                }
                if (read == 0)
                {
                    to.Shutdown(SocketShutdown.Send);
                    return;
                }
                if (delays is not null)
                    await Task.Delay(TimeSpan.FromMilliseconds(delays.Next(3)), TimeProvider.System);
                limit -= limit == int.MaxValue ? 0 : read;
                int sent = 0;
                while (sent < read)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
