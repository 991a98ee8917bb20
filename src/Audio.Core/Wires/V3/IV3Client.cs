using Audio.Core.Sessions;

namespace Audio.Core.Wires.V3;

/// <summary>A version 3 client as its server sees it. Any thread.</summary>
public interface IV3Client
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
}
