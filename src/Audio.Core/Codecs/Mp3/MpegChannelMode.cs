namespace Audio.Core.Codecs.Mp3;

/// <summary>The channels of a frame, by their number in its header.</summary>
internal enum MpegChannelMode
{
    /// <summary>Left and right.</summary>
    Stereo,

    /// <summary>Left and right, which are partly coded together.</summary>
    JointStereo,

    /// <summary>Two that have nothing to do with each other.</summary>
    DualChannel,

    /// <summary>One.</summary>
    Mono,
}
