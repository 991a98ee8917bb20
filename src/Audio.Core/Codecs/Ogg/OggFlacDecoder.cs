using Audio.Core.Codecs.Flac;
using Audio.Protocol;

namespace Audio.Core.Codecs.Ogg;

/// <summary>
/// Decodes a stream of FLAC in Ogg (RFC 9639, 10.1): packets of metadata, then one for each frame. What is lost fades
/// out and in over 5 ms.
/// </summary>
internal sealed class OggFlacDecoder : IPacketDecoder
{
    private const int StreamInfoOffset = 13; // behind the version, the number of headers, and "fLaC"
    private const int MaxSamples = FlacFrameDecoder.MaxSamples / 2; // in a frame, which is held twice

    private readonly FlacMetadata _metadata = new();
    private readonly FlacFrameDecoder _frame = new();
    private DecodedFormat? _format;
    private Concealment? _concealment;

    /// <summary>What the first packet begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x7F, (byte)'F', (byte)'L', (byte)'A', (byte)'C'];

    /// <inheritdoc/>
    public bool IsReady => _concealment is not null;

    /// <inheritdoc/>
    public DecodedFormat? Format => _format;

    /// <inheritdoc/>
    public SoundInfo Info => _metadata.Info;

    /// <inheritdoc/>
    public int MaxFrames => _metadata.StreamInfo?.MaxBlock ?? 0;

    /// <inheritdoc/>
    public int PreSkip => 0;

    /// <inheritdoc/>
    public bool StartsAtZero => false;

    /// <inheritdoc/>
    public int Lap => 0;

    /// <inheritdoc/>
    public void ReadHeader(ReadOnlySpan<byte> packet)
    {
        if (_metadata.StreamInfo is null)
            ReadFirst(packet);
        else if (packet.Length >= FlacMetadata.HeaderLength && packet[0] != 0xFF)
            ReadBlock(packet);
        else
            Begin(); // The last block of metadata is lost; this is a frame, and lost with it.
    }

    /// <inheritdoc/>
    public int Measure(ReadOnlySpan<byte> packet, ref int lap) =>
        FlacFrameHeader.Read(packet, out FlacFrameHeader header) == FlacFrameState.Whole ? header.BlockSize : 0;

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples)
    {
        _frame.Restart();
        if (
            _frame.Decode(packet) != FlacFrameState.Whole
            || _frame.Header.BlockSize > MaxFrames
            || _frame.Format != _format
        )
        {
            return -1;
        }

        int frames = _frame.Header.BlockSize;
        Span<float> written = samples[..(frames * _frame.Header.Channels)];
        _frame.Read(0, written);
        _concealment!.Pass(written);
        return frames;
    }

    /// <inheritdoc/>
    public void Conceal(int frames, Span<float> samples) =>
        _concealment!.Hide(samples[..(frames * _format!.Value.Channels)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        // It has only memory.
    }

    private void ReadFirst(ReadOnlySpan<byte> packet)
    {
        if (packet.Length >= StreamInfoOffset + FlacMetadata.HeaderLength + FlacStreamInfo.Length)
            ReadBlock(packet[StreamInfoOffset..]);
        if (_metadata.StreamInfo is not { } info)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                "The first packet of this FLAC stream in Ogg does not say its format; send it again."
            );
        }

        if (info.MaxBlock * info.Channels > MaxSamples)
        {
            throw new ProtocolException(
                ProtocolErrorCode.TooLarge,
                $"This FLAC stream has blocks of {info.MaxBlock} samples in {info.Channels} channels; encode it with "
                    + "blocks of at most 16,384 samples."
            );
        }
    }

    private void ReadBlock(ReadOnlySpan<byte> block)
    {
        FlacMetadata.Measure(block, out int needed, out _);
        _metadata.Read(block[..Math.Min(needed, block.Length)]);
        if (FlacMetadata.IsLast(block))
            Begin();
    }

    private void Begin()
    {
        if (_metadata.StreamInfo is not { } info)
            return;
        _frame.Info = info;
        _frame.Speakers = _metadata.Speakers;
        uint speakers = FlacChannels.Speakers(info.Channels, _metadata.Speakers);
        _format = new DecodedFormat(info.SampleRate, info.Channels, speakers);
        _concealment = new Concealment(info.SampleRate, info.Channels);
    }
}
