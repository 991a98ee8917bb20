namespace Audio.Core.Etiquette;

/// <summary>What happens to a session when another one is opened on its channel.</summary>
internal enum Fate
{
    /// <summary>Nothing.</summary>
    Stays,

    /// <summary>It is silenced, and continues when the newcomer has ended.</summary>
    Interrupted,

    /// <summary>It ends.</summary>
    Replaced,
}
