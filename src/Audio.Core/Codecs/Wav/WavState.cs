namespace Audio.Core.Codecs.Wav;

/// <summary>Where a <see cref="WavDecoder"/> is in its stream.</summary>
internal enum WavState
{
    /// <summary>Before the first header or sample.</summary>
    Lead,

    /// <summary>Between a header and its samples.</summary>
    Header,

    /// <summary>In samples.</summary>
    Sound,

    /// <summary>Behind samples: the decoder of the file gives its last ones.</summary>
    Closing,

    /// <summary>Where a chunk, a header or more sound may begin.</summary>
    Behind,

    /// <summary>In what is not sound.</summary>
    Skipping,

    /// <summary>The stream has ended.</summary>
    Ended,
}
