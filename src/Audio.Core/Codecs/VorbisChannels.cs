namespace Audio.Core.Codecs;

/// <summary>
/// The order of channels of Vorbis (Vorbis I, 4.3.9), which Opus has too (RFC 7845, 5.1.1.2), beside that of WAVE.
/// </summary>
internal static class VorbisChannels
{
    private static readonly byte[][] Orders =
    [
        [0],
        [0, 1],
        [0, 2, 1],
        [0, 1, 2, 3],
        [0, 2, 1, 3, 4],
        [0, 2, 1, 5, 3, 4],
        [0, 2, 1, 6, 5, 3, 4],
        [0, 2, 1, 7, 5, 6, 3, 4],
    ];

    private static readonly uint[] Masks = [0, 0, 0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F];

    /// <summary>The channel of Vorbis that each channel of WAVE is.</summary>
    /// <param name="channels">1 to 8.</param>
    public static ReadOnlySpan<byte> WaveOrder(int channels) => Orders[channels - 1];

    /// <summary>
    /// The channel mask of WAVE; of mono and stereo none, so that streams one after another are of one format.
    /// </summary>
    /// <param name="channels">1 to 8.</param>
    public static uint Speakers(int channels) => Masks[channels - 1];
}
