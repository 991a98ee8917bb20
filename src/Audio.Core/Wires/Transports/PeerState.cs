namespace Audio.Core.Wires.Transports;

/// <summary>What is known of the peer of a connection that is not being read. Ordered.</summary>
public enum PeerState
{
    /// <summary>As far as is known, it is there.</summary>
    Present,

    /// <summary>It sends nothing more. It may still read: whether that is its end depends on the wire.</summary>
    Finished,

    /// <summary>It has closed a local socket, has reset the connection, or does not answer keepalive probes.</summary>
    Gone,
}
