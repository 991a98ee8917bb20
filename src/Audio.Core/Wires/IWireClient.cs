using Audio.Core.Sessions;

namespace Audio.Core.Wires;

/// <summary>A client of version 2 or 3 as its server sees it. Any thread.</summary>
public interface IWireClient
{
    /// <summary>Its name.</summary>
    string Id { get; }

    /// <summary>Whether it has sent more that can be read right now.</summary>
    bool HasMore { get; }

    /// <summary>
    /// Whether it is the account that runs this process; <see langword="false"/> if that is not known.
    /// </summary>
    bool IsOwnUser => false;

    /// <summary>The session it sends to, if it has one; set by the dialect.</summary>
    AudioSession? Session { get; set; }

    /// <summary>A message has come, or a part of one.</summary>
    void Touch();

    /// <summary>Its connection is held back until a message has been taken.</summary>
    void Hold();

    /// <summary>Its connection is read again.</summary>
    void Release();

    /// <summary>Its peer has gone, although not all that it sent has been taken.</summary>
    void Leave();
}
