namespace Audio.Protocol.Etiquette;

/// <summary>What a session does where others play on its channel already.</summary>
public enum ChannelOverlap
{
    /// <summary>Plays beside them.</summary>
    Mix,

    /// <summary>Waits until the channel is free.</summary>
    Queue,

    /// <summary>Takes the place of those whose priority is not higher than its own.</summary>
    Replace,

    /// <summary>Is not played.</summary>
    Drop,
}
