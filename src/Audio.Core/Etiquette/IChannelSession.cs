using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>A session as its channel sees it. Any thread.</summary>
internal interface IChannelSession
{
    /// <summary>Its name, unique in the engine.</summary>
    string Id { get; }

    /// <summary>Its behaviour towards other sessions.</summary>
    SessionEtiquette Etiquette { get; }

    /// <summary>Since when it has had no sound to play, as a timestamp; <see langword="null"/>: it has some.</summary>
    long? SilentSince { get; }

    /// <summary>
    /// Its channel is busy when it is opened or resumed. Called before anybody else knows the session, or on its
    /// scheduler while it is paused.
    /// </summary>
    void HoldAtStart(int position);

    /// <summary>Another session interrupts it.</summary>
    void Hold(string interruptedBy);

    /// <summary>Its channel is free.</summary>
    void Release();

    /// <summary>Another session takes its place: it ends as replaced.</summary>
    void Replace();
}
