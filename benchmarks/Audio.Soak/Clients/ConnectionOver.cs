using Audio.Hostile.Wires;

namespace Audio.Soak.Clients;

/// <summary>The daemon has ended a connection on which a client wanted more, or let nobody in.</summary>
internal sealed class ConnectionOver(string message) : Exception(message)
{
    /// <summary>The client is gone because of this end.</summary>
    public static ConnectionOver Of(WireEnd end) => new($"{end.Code?.ToString() ?? "no code"}, {end.Reason}");
}
