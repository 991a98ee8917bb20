namespace Audio.Core.Codecs.Ogg;

/// <summary>A place among the packets of a page. The default is where they are taken next.</summary>
/// <param name="Segment">The packet's first segment.</param>
/// <param name="Offset">Where it is in the page's body.</param>
/// <param name="IsHeadless">Whether the beginning of the packet is lost.</param>
/// <param name="IsOpen">Whether the beginning of the packet is on a page before.</param>
internal readonly record struct OggCursor(int Segment, int Offset, bool IsHeadless, bool IsOpen)
{
    /// <summary>Whether it is not the default.</summary>
    public bool IsMoved { get; } = true;
}
