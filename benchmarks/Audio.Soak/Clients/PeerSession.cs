using Audio.Protocol.V4;

namespace Audio.Soak.Clients;

/// <summary>What a version 4 client knows of one of its sessions.</summary>
/// <param name="id">Its name.</param>
internal sealed class PeerSession(string id)
{
    /// <summary>Its name.</summary>
    public string Id => id;

    /// <summary>Its handle on the current connection.</summary>
    public uint Handle { get; set; }

    /// <summary>How far the client may send.</summary>
    public long Limit { get; set; }

    /// <summary>How far it has sent.</summary>
    public long Sent { get; set; }

    /// <summary>Whether it has sent the end of the stream.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Its ending, once it was told.</summary>
    public V4SessionEnded? Ended { get; set; }
}
