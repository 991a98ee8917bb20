using Microsoft.AspNetCore.Connections;

namespace Audio.Cli.Daemon.Connections;

/// <summary>A connection in its place among <see cref="ListenerPlaces"/>, whose lock guards it.</summary>
internal sealed class ConnectionPlace
{
    public ConnectionPlace() => Node = new LinkedListNode<ConnectionPlace>(this);

    /// <summary>The connection; set before the place is offered.</summary>
    public ConnectionContext Connection { get; set; } = null!;

    /// <summary>Whether it is an ordinary place; otherwise it is a kept one.</summary>
    public bool IsOrdinary { get; set; }

    /// <summary>Since when a newcomer may have it.</summary>
    public long OfferedAt { get; set; }

    /// <summary>Its node among those that are offered.</summary>
    public LinkedListNode<ConnectionPlace> Node { get; }

    /// <summary>Whether the connection is gone, or told to go.</summary>
    public bool IsLeft { get; set; }
}
