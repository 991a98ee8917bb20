using Audio.Protocol.Etiquette;

namespace Audio.Core.Etiquette;

/// <summary>A session as its channel knows it. Any thread.</summary>
internal interface IChannelSession
{
    /// <summary>Its name, unique in the engine.</summary>
    string Id { get; }

    /// <summary>How it behaves towards other sessions.</summary>
    SessionEtiquette Etiquette { get; }

    /// <summary>
    /// Since when there was no sound to play, as a timestamp; <see langword="null"/>: there is some.
    /// </summary>
    long? SilentSince { get; }

    /// <summary>Its channel is busy. Called before anybody else knows of the session.</summary>
    void HoldAtStart(int position);

    /// <summary>Another session interrupts it.</summary>
    void Hold(string interruptedBy);

    /// <summary>Its channel is free.</summary>
    void Release();

    /// <summary>Another session takes its place: it ends as replaced.</summary>
    void Replace();
}
