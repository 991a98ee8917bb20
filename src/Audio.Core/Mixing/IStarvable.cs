namespace Audio.Core.Mixing;

/// <summary>A source that can run dry and knows whether its sound was whole then, or was cut off in its middle. Render thread only.</summary>
internal interface IStarvable
{
    /// <summary>After a short read: what it gave ended in silence, and has nothing to fade.</summary>
    bool EndedInSilence { get; }

    /// <summary>After samples were read or lent: a new sound begins with them, which is not to be faded in.</summary>
    bool BeginsSound { get; }
}
