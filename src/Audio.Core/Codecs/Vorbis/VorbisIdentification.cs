using System.Buffers.Binary;
using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>The first header of a stream of Vorbis (Vorbis I, 4.2.2).</summary>
/// <param name="Channels">1 to 8.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="ShortBlock">Samples of a short block: 64 to 8192.</param>
/// <param name="LongBlock">Samples of a long block, no less.</param>
internal sealed record VorbisIdentification(int Channels, int SampleRate, int ShortBlock, int LongBlock)
{
    private const int Bytes = 30;
    private const int MaxChannels = 8;
    private const uint MaxSampleRate = 768_000;

    /// <summary>What the first packet of Vorbis begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "\u0001vorbis"u8;

    /// <summary>Reads it.</summary>
    /// <param name="packet">The first packet, which begins with <see cref="Magic"/>.</param>
    /// <exception cref="ProtocolException">It cannot be played.</exception>
    public static VorbisIdentification Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Bytes)
            throw VorbisSetup.Malformed($"it has {packet.Length} bytes instead of {Bytes}");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(packet[7..]);
        int channels = packet[11];
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]);
        int shortBits = packet[28] & 15;
        int longBits = packet[28] >> 4;
        if (version != 0)
            throw Unsupported($"version {version}; send version 0");
        if (channels is 0 or > MaxChannels)
            throw Unsupported($"{channels} channels; send 1 to {MaxChannels}");
        if (rate is 0 or > MaxSampleRate)
            throw Unsupported($"{rate} Hz; send 1 to {MaxSampleRate} Hz");
        if (shortBits is < 6 or > 13 || longBits is < 6 or > 13 || shortBits > longBits)
            throw VorbisSetup.Malformed($"its blocks have 2^{shortBits} and 2^{longBits} samples");
        return new VorbisIdentification(channels, (int)rate, 1 << shortBits, 1 << longBits);
    }

    private static ProtocolException Unsupported(string what) =>
        new(ProtocolErrorCode.Unsupported, $"The header of this Vorbis stream says {what}.");
}
