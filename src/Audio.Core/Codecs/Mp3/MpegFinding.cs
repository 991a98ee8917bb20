namespace Audio.Core.Codecs.Mp3;

/// <summary>What was found in a stream of MPEG audio.</summary>
internal enum MpegFinding
{
    /// <summary>More bytes must come to say.</summary>
    Incomplete,

    /// <summary>A whole frame.</summary>
    Frame,

    /// <summary>A tag, which may still be incomplete.</summary>
    Tag,

    /// <summary>Bytes that are no part of a frame.</summary>
    Nothing,
}
