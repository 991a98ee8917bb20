using Concentus;

namespace Audio.Core.Codecs.Opus;

/// <summary>Decodes with the managed code of Concentus, where no libopus is installed.</summary>
internal sealed class ManagedOpus : IOpusCore
{
    private readonly IOpusMultiStreamDecoder _decoder;

    // Once for the process, and before the first use: its own search for libopus changes the current folder.
    static ManagedOpus() => OpusCodecFactory.AttemptToUseNativeLibrary = false;

    /// <summary>Makes a decoder.</summary>
    /// <param name="head">For what.</param>
    public ManagedOpus(OpusHead head) =>
        _decoder = OpusCodecFactory.CreateMultiStreamDecoder(
            OpusPacket.SampleRate,
            head.Channels,
            head.Streams,
            head.Coupled,
            head.Mapping
        );

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples, int frames)
    {
        // It makes a buffer for as many as it is told; those of a packet are known.
        int own = OpusPacket.Measure(packet);
        if (own > 0)
            frames = Math.Min(frames, own);
        try
        {
            return _decoder.DecodeMultistream(packet, samples, frames, decode_fec: false);
        }
        catch (Exception e) when (e is OpusException or IndexOutOfRangeException or ArgumentException)
        {
            return -1;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();
}
