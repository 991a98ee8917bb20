namespace Audio.Core.Wires.V2;

/// <summary>What <c>stop</c> and <c>play</c> of a version 2 client silence. Never sessions of other versions.</summary>
public enum V2Stop
{
    /// <summary>Its own sound and that of all other version 2 clients, as the daemon of version 2 did.</summary>
    All,

    /// <summary>Its own sound.</summary>
    Own,
}
