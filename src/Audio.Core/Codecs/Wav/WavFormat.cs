using Audio.Core.Formats;
using Audio.Protocol;

namespace Audio.Core.Codecs.Wav;

/// <summary>The format of the samples in a WAV file, as far as it matters here.</summary>
/// <param name="Codec">How they are coded.</param>
/// <param name="Decoded">What they become.</param>
/// <param name="BlockAlign">Bytes of a frame, or of a block of ADPCM.</param>
/// <param name="Convert">Converts them; only of <see cref="WavCodec.Samples"/>.</param>
internal sealed record WavFormat(WavCodec Codec, DecodedFormat Decoded, int BlockAlign, SampleConverter? Convert = null)
{
    /// <summary>The format of samples without a header.</summary>
    public static WavFormat Of(AudioFormat raw) =>
        new(WavCodec.Samples, DecodedFormat.Of(raw), raw.BytesPerFrame, SampleConverters.For(raw.Encoding));

    /// <summary>The frames in this many bytes; <see langword="null"/>: only decoding would tell.</summary>
    public long? FramesIn(long bytes) =>
        Codec switch
        {
            WavCodec.Samples => bytes / BlockAlign,
            WavCodec.ImaAdpcm => ImaAdpcmDecoder.FramesIn(bytes, BlockAlign, Decoded.Channels),
            WavCodec.MsAdpcm => MsAdpcmDecoder.FramesIn(bytes, BlockAlign, Decoded.Channels),
            _ => null,
        };
}
