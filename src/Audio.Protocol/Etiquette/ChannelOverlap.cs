namespace Audio.Protocol.Etiquette;

/// <summary>What a session does if others already play on its channel.</summary>
public enum ChannelOverlap
{
    /// <summary>Plays at the same time.</summary>
    Mix,

    /// <summary>Waits until the channel is free.</summary>
    Queue,

    /// <summary>Takes the place of the sessions whose priority is not higher than its own.</summary>
    Replace,

    /// <summary>Is not played.</summary>
    Drop,
}
