namespace Audio.Core.Etiquette;

/// <summary>What becomes of a session that is there when another one is opened.</summary>
internal enum Fate
{
    /// <summary>Nothing.</summary>
    Stays,

    /// <summary>It is silenced, and goes on when the newcomer is over.</summary>
    Interrupted,

    /// <summary>It ends.</summary>
    Replaced,
}
