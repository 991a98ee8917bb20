using Audio.LoadGenerator.Measuring;
using Audio.LoadGenerator.Sockets;

namespace Audio.LoadGenerator.Clients;

/// <summary>A connection of a client program and the sessions on it, driven by hand. One thread.</summary>
/// <param name="options">The load.</param>
/// <param name="recorder">Records the results of the sessions.</param>
internal abstract class LoadConnection(LoadOptions options, Recorder recorder) : IDisposable
{
    /// <summary>The load.</summary>
    protected LoadOptions Options => options;

    /// <summary>Records the results of the sessions.</summary>
    protected Recorder Recorder => recorder;

    /// <summary>What it is sent through; <see langword="null"/> while it is not connected.</summary>
    public ClientSocket? Socket { get; protected set; }

    /// <summary>A new <see cref="Socket"/> is there, to be watched.</summary>
    public Action<ClientSocket>? Connected { get; set; }

    /// <summary>Whether the session can be sent to.</summary>
    public abstract bool IsReady(Speaker speaker);

    /// <summary>Connects, if sessions share a connection. Called before the clock starts.</summary>
    public abstract void Connect();

    /// <summary>Asks for a session.</summary>
    public abstract void Open(Speaker speaker);

    /// <summary>Queues the next chunks.</summary>
    public abstract void Send(Speaker speaker, int chunks);

    /// <summary>Queues the end of the stream.</summary>
    public abstract void End(Speaker speaker);

    /// <summary>Processes what has arrived.</summary>
    /// <param name="now">When.</param>
    /// <returns>Whether the daemon still sends.</returns>
    public abstract bool Receive(long now);

    /// <summary>
    /// Whether each session has its own connection, so that a connection may close between two sessions.
    /// </summary>
    public virtual bool IsOneSession => false;

    /// <inheritdoc/>
    public void Dispose() => Socket?.Dispose();
}
