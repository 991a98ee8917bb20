namespace Audio.Core.Wires.V4;

/// <summary>
/// A client in the registry: the connection that has it, if any, and what is still under way on earlier ones. Guarded
/// by the registry's lock.
/// </summary>
internal sealed class V4Place(V4Client client)
{
    public V4Client Client => client;

    /// <summary>The connection that serves it; <see langword="null"/>: it is away.</summary>
    public V4Connection? Holder { get; set; }

    /// <summary>Completes when nothing of it is under way on the connections that had it before.</summary>
    public Task Left { get; set; } = Task.CompletedTask;

    /// <summary>Gives it up when it does not come back; <see langword="null"/>: it is not waited for.</summary>
    public ITimer? Window { get; set; }
}
