namespace Audio.Core.Codecs.Opus;

/// <summary>The decoder proper of Opus, of a library.</summary>
internal interface IOpusCore : IDisposable
{
    /// <summary>Decodes a packet, or goes on without one.</summary>
    /// <param name="packet">The packet; empty: it is lost, and what is heard in its place is written.</param>
    /// <param name="samples">The room: at least the frames.</param>
    /// <param name="frames">The most frames; without a packet exactly those, in steps of 2.5 ms.</param>
    /// <returns>Frames written; negative: the packet is damaged.</returns>
    int Decode(ReadOnlySpan<byte> packet, Span<float> samples, int frames);
}
