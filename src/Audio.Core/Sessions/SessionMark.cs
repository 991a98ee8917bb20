using Audio.Protocol.V4;

namespace Audio.Core.Sessions;

/// <summary>
/// A position in a session's stream whose playback is to be reported, such as a word to highlight or a caption to show.
/// </summary>
/// <param name="Offset">
/// The position as a stream offset in bytes, 0 or more: the sample that contains that byte. May be the end of the
/// stream.
/// </param>
/// <param name="Name">Its name: 1 to <see cref="MaxNameLength"/> characters; need not be unique.</param>
public readonly record struct SessionMark(long Offset, string Name)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = V4Mark.MaxNameLength;
}
