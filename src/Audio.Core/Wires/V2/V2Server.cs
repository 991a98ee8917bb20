using System.Collections.Concurrent;
using Audio.Core.Wires.Transports;

namespace Audio.Core.Wires.V2;

/// <summary>The version 2 clients of an engine, which may silence each other. Any thread.</summary>
internal sealed class V2Server(IWireEngine engine, V2Options options, int maxFrameBytes, TimeProvider time)
{
    private readonly ConcurrentDictionary<V2Dialect, bool> _clients = new();

    public IWireEngine Engine => engine;

    public V2Options Options => options;

    public TimeProvider Time => time;

    /// <summary>The longest chunk frame that the engine takes.</summary>
    public int MaxFrameBytes => maxFrameBytes;

    /// <summary>From when the clients' figures count.</summary>
    public long Started { get; } = time.GetTimestamp();

    /// <summary>A client has said something in version 2.</summary>
    /// <param name="client">The client.</param>
    /// <param name="pipe">Where its chunks go; ended by its connection.</param>
    /// <param name="replies">Where answers go.</param>
    public V2Dialect Accept(IWireClient client, FramePipe pipe, IReplies replies)
    {
        var dialect = new V2Dialect(this, client, pipe, replies);
        _clients[dialect] = true;
        return dialect;
    }

    public void Remove(V2Dialect client) => _clients.TryRemove(client, out _);

    /// <summary>Silences all other clients, if this one's <c>stop</c> and <c>play</c> do that.</summary>
    public void SilenceOthers(V2Dialect client)
    {
        if (options.Stop == V2Stop.Own)
            return;
        foreach ((V2Dialect other, _) in _clients)
        {
            if (other != client)
                other.Silence();
        }
    }
}
