using Audio.Protocol.V4;

namespace Audio.Core.Sessions;

/// <summary>
/// A place in a session's stream that somebody wants to be told of when it is heard: a word to highlight, a caption to
/// show.
/// </summary>
/// <param name="Offset">
/// A stream offset in bytes, 0 or more: the sample that holds that byte. The end of the stream is a place too.
/// </param>
/// <param name="Name">What it is called: 1 to <see cref="MaxNameLength"/> characters; need not be unique.</param>
public readonly record struct SessionMark(long Offset, string Name)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = V4Mark.MaxNameLength;
}
