namespace Audio.Core.Etiquette;

/// <summary>Whether a session that is opened on a channel may play.</summary>
public enum Admission
{
    /// <summary>It plays as soon as it has sound.</summary>
    Play,

    /// <summary>It waits until the channel is free.</summary>
    Wait,

    /// <summary>It is not played.</summary>
    Drop,
}
