namespace Audio.Hostile.Floods;

/// <summary>What the clients of a flood know, and how long they go on. Any thread.</summary>
/// <param name="port">The daemon's port on 127.0.0.1.</param>
/// <param name="socketPath">Its local socket.</param>
/// <param name="over">Set when the flood is over.</param>
internal sealed class FloodContext(int port, string socketPath, CancellationToken over)
{
    private long _sent;

    /// <summary>The daemon's port on 127.0.0.1.</summary>
    public int Port => port;

    /// <summary>Its local socket.</summary>
    public string SocketPath => socketPath;

    /// <summary>Whether the flood is over.</summary>
    public bool IsOver => over.IsCancellationRequested;

    /// <summary>Bytes that all clients have got rid of.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Bytes were taken by the system.</summary>
    public void AddSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    /// <summary>Does nothing for a time, or until the flood is over.</summary>
    public void Idle(TimeSpan time) => over.WaitHandle.WaitOne(time);

    /// <summary>Does nothing until the flood is over.</summary>
    public void Hold() => over.WaitHandle.WaitOne();
}
