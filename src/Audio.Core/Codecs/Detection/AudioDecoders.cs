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
    /// <param name="foreign">
    /// Makes the decoders of formats that are not decoded here; <see langword="null"/>: nothing does.
    /// </param>
    public static IAudioDecoder For(AudioContainer container, AudioFormat? declared, ForeignDecoders? foreign = null) =>
        container == AudioContainer.Raw
            ? new PcmDecoder(declared!.Value)
            : new DetectingDecoder(new DecoderChoice(declared, foreign));
}
