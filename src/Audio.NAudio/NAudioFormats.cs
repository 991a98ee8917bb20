using Audio.Core;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.NAudio;

/// <summary>The one format that both sides speak, 32-bit float, in the words of each.</summary>
internal static class NAudioFormats
{
    public static WaveFormat ToWaveFormat(AudioFormat format) =>
        format.Encoding == SampleEncoding.Float32Le
            ? WaveFormat.CreateIeeeFloatWaveFormat(format.SampleRate, format.Channels)
            : throw new AudioException(AudioErrorKind.Unsupported, $"A sample source is 32-bit float; this one is {format}.");

    public static AudioFormat ToAudioFormat(WaveFormat format) =>
        format is { Encoding: WaveFormatEncoding.IeeeFloat, BitsPerSample: 32 }
            ? AudioFormat.Float32(format.SampleRate, format.Channels)
            : throw new AudioException(AudioErrorKind.Unsupported, $"A sample provider is 32-bit float; this one is {format.Encoding} with {format.BitsPerSample} bits.");
}
