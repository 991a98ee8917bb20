using Audio.Core.Codecs.Foreign;
using Audio.Core.Codecs.Pcm;
using Audio.Protocol;

namespace Audio.Core.Codecs.Detection;

/// <summary>Makes the decoder of a stream.</summary>
internal static class AudioDecoders
{
    /// <summary>A decoder for one stream.</summary>
    /// <param name="container">What surrounds the samples.</param>
    /// <param name="declared">The format of samples without a container; raw streams have one.</param>
    /// <param name="findsByteOrder">Whether raw samples of 16 bits may be in the other byte order.</param>
    /// <param name="foreign">
    /// Makes the decoders of formats that are not decoded here; <see langword="null"/>: nothing does.
    /// </param>
    public static IAudioDecoder For(
        AudioContainer container,
        AudioFormat? declared,
        bool findsByteOrder = false,
        ForeignDecoders? foreign = null
    ) =>
        container == AudioContainer.Auto ? new DetectingDecoder(new DecoderChoice(declared, foreign))
        : findsByteOrder ? new ByteOrderDecoder(declared!.Value)
        : new PcmDecoder(declared!.Value);
}
