using Audio.Core.Sessions;

namespace Audio.Core.Wires.V3;

/// <summary>A version 3 client, as who serves it knows it. Any thread.</summary>
public interface IV3Client
{
    /// <summary>What it is called.</summary>
    string Id { get; }

    /// <summary>Whether it has sent more, which can be read at this very moment.</summary>
    bool HasMore { get; }

    /// <summary>The session it sends to, if it has one; set by the dialect.</summary>
    AudioSession? Session { get; set; }
}
