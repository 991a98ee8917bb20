namespace Audio.Core.Etiquette;

/// <summary>The state of a session on its channel.</summary>
internal enum Occupancy
{
    /// <summary>It plays, or will as soon as it has sound.</summary>
    Playing,

    /// <summary>It may play but has had no sound for a while: it does not block others.</summary>
    Silent,

    /// <summary>It waits for the channel, or was interrupted.</summary>
    Waiting,
}
