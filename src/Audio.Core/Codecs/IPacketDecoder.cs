using Audio.Protocol;

namespace Audio.Core.Codecs;

/// <summary>
/// Decodes one stream of a container that cuts it into packets: some headers, then sound. One thread at a time.
/// </summary>
internal interface IPacketDecoder : IDisposable
{
    /// <summary>Whether all headers have been read.</summary>
    bool IsReady { get; }

    /// <summary>The format of the samples; <see langword="null"/> until a header has said it.</summary>
    DecodedFormat? Format { get; }

    /// <summary>What the headers say about the stream.</summary>
    SoundInfo Info { get; }

    /// <summary>The most frames that one packet gives, and that can be concealed at a time.</summary>
    int MaxFrames { get; }

    /// <summary>Frames at the beginning of the stream that are not played.</summary>
    int PreSkip { get; }

    /// <summary>
    /// Whether a beginning before position 0 is not played. If not, it means nothing: the muxer was wrong.
    /// </summary>
    bool StartsAtZero { get; }

    /// <summary>The length of the last block, which the next packet overlaps; 0: none.</summary>
    int Lap { get; }

    /// <summary>Reads a header.</summary>
    /// <param name="packet">The next packet; its end is missing if it was too long.</param>
    /// <exception cref="ProtocolException">The stream cannot be played.</exception>
    void ReadHeader(ReadOnlySpan<byte> packet);

    /// <summary>How many frames a packet gives; 0 if it is damaged.</summary>
    /// <param name="packet">At least its first 16 bytes, or all of it.</param>
    /// <param name="lap">The <see cref="Lap"/> before it; afterwards the one behind it.</param>
    int Measure(ReadOnlySpan<byte> packet, ref int lap);

    /// <summary>Decodes a packet of sound.</summary>
    /// <param name="packet">The packet, which is not empty.</param>
    /// <param name="samples">The room for <see cref="MaxFrames"/> frames.</param>
    /// <returns>Frames written; -1: the packet is damaged.</returns>
    int Decode(ReadOnlySpan<byte> packet, Span<float> samples);

    /// <summary>Writes what is heard in place of lost or damaged packets. The next packet overlaps nothing.</summary>
    /// <param name="frames">At most <see cref="MaxFrames"/>.</param>
    /// <param name="samples">The room for <see cref="MaxFrames"/> frames.</param>
    void Conceal(int frames, Span<float> samples);
}
