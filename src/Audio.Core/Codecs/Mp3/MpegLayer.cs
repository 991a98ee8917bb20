namespace Audio.Core.Codecs.Mp3;

/// <summary>How the sound of a frame is coded.</summary>
internal enum MpegLayer
{
    /// <summary>MP2.</summary>
    LayerII,

    /// <summary>MP3.</summary>
    LayerIII,
}
