using System.Buffers.Binary;
using Audio.Protocol;

namespace Audio.Core.Codecs.Opus;

/// <summary>The first header of a stream of Opus (RFC 7845, 5.1).</summary>
/// <param name="Channels">1 to 8.</param>
/// <param name="PreSkip">Frames at 48 kHz at the beginning that are not played.</param>
/// <param name="Gain">What the samples are multiplied by.</param>
/// <param name="Streams">How many streams of Opus a packet holds: 1 to 8.</param>
/// <param name="Coupled">How many of them are stereo.</param>
/// <param name="Mapping">The decoded channel that each channel is, in WAVE order; 255: silence.</param>
/// <param name="Speakers">The channel mask; 0: nobody said.</param>
internal sealed record OpusHead(
    int Channels,
    int PreSkip,
    float Gain,
    int Streams,
    int Coupled,
    byte[] Mapping,
    uint Speakers
)
{
    private const int Bytes = 19;
    private const int MaxChannels = 8;
    private const int Silence = 255;

    /// <summary>What the first packet of Opus begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "OpusHead"u8;

    /// <summary>Reads it.</summary>
    /// <param name="packet">The first packet, which begins with <see cref="Magic"/>.</param>
    /// <exception cref="ProtocolException">It cannot be played.</exception>
    public static OpusHead Read(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Bytes)
            throw Malformed($"has {packet.Length} bytes; it needs {Bytes}");
        int version = packet[8];
        if (version > 15)
            throw Unsupported($"is of version {version >> 4}.{version & 15}; send version 1");
        int channels = packet[9];
        int preSkip = BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]);
        float gain = MathF.Pow(10f, BinaryPrimitives.ReadInt16LittleEndian(packet[16..]) / (20f * 256f));
        int family = packet[18];
        if (channels is 0 or > MaxChannels)
            throw Unsupported($"has {channels} channels; send 1 to {MaxChannels}");
        return family switch
        {
            0 when channels <= 2 => new OpusHead(
                channels,
                preSkip,
                gain,
                1,
                channels - 1,
                channels == 1 ? [0] : [0, 1],
                VorbisChannels.Speakers(channels)
            ),
            0 => throw Malformed($"has {channels} channels in mapping family 0, which has 1 or 2"),
            1 or 255 => ReadMapped(packet, channels, preSkip, gain, isSurround: family == 1),
            _ => throw Unsupported($"is of channel mapping family {family}; send family 0, 1 or 255"),
        };
    }

    private static OpusHead ReadMapped(
        ReadOnlySpan<byte> packet,
        int channels,
        int preSkip,
        float gain,
        bool isSurround
    )
    {
        if (packet.Length < Bytes + 2 + channels)
            throw Malformed("ends within its channel mapping");
        int streams = packet[Bytes];
        int coupled = packet[Bytes + 1];
        if (streams is 0 or > MaxChannels || coupled > streams)
            throw Unsupported($"has {streams} streams, {coupled} of them coupled; send 1 to {MaxChannels}");
        ReadOnlySpan<byte> sent = packet.Slice(Bytes + 2, channels);
        byte[] mapping = new byte[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            byte from = sent[isSurround ? VorbisChannels.WaveOrder(channels)[channel] : channel];
            if (from >= streams + coupled && from != Silence)
                throw Malformed($"takes a channel from number {from} of {streams + coupled}");
            mapping[channel] = from;
        }

        uint speakers = isSurround ? VorbisChannels.Speakers(channels) : 0;
        return new OpusHead(channels, preSkip, gain, streams, coupled, mapping, speakers);
    }

    private static ProtocolException Malformed(string what) =>
        new(ProtocolErrorCode.Malformed, $"The header of this Opus stream {what}.");

    private static ProtocolException Unsupported(string what) =>
        new(ProtocolErrorCode.Unsupported, $"The header of this Opus stream {what}.");
}
