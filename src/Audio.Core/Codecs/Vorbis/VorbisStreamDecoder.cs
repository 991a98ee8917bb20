namespace Audio.Core.Codecs.Vorbis;

/// <summary>
/// Decodes a stream of Vorbis (Vorbis I). What is lost fades out and in over 5 ms.
/// </summary>
/// <remarks>
/// It is our own because NVorbis 0.10.5 decodes streams whose channels are in several groups to noise (all 5.1 of
/// libvorbis), allocates for every block, and believes every size in a setup header.
/// </remarks>
internal sealed class VorbisStreamDecoder : IPacketDecoder
{
    private VorbisIdentification? _head;
    private bool _hasComments;
    private VorbisSetup? _setup;
    private VorbisWork? _work;
    private VorbisBlocks? _blocks;
    private Concealment? _concealment;

    /// <inheritdoc/>
    public bool IsReady => _setup is not null;

    /// <inheritdoc/>
    public DecodedFormat? Format =>
        _head is { } head
            ? new DecodedFormat(head.SampleRate, head.Channels, VorbisChannels.Speakers(head.Channels))
            : null;

    /// <inheritdoc/>
    public SoundInfo Info { get; private set; } = new("Vorbis");

    /// <inheritdoc/>
    public int MaxFrames => (_head?.LongBlock ?? 0) / 2;

    /// <inheritdoc/>
    public int PreSkip => 0;

    /// <inheritdoc/>
    public bool StartsAtZero => true;

    /// <inheritdoc/>
    public int Lap => _blocks?.Before ?? 0;

    /// <inheritdoc/>
    public void ReadHeader(ReadOnlySpan<byte> packet)
    {
        if (_head is null)
        {
            _head = VorbisIdentification.Read(packet);
        }
        else if (!_hasComments && !packet.StartsWith(VorbisSetup.Magic))
        {
            ReadOnlySpan<byte> magic = "\u0003vorbis"u8;
            if (packet.StartsWith(magic))
                Info = VorbisComments.AddTo(Info, packet[magic.Length..]);
            _hasComments = true;
        }
        else
        {
            _setup = VorbisSetup.Read(packet, _head);
            _concealment = new Concealment(_head.SampleRate, _head.Channels);
        }
    }

    /// <inheritdoc/>
    public int Measure(ReadOnlySpan<byte> packet, ref int lap)
    {
        var bits = new VorbisBits(packet);
        if (_setup!.ReadMode(ref bits, out bool isLong) is null)
            return 0;
        int block = isLong ? _head!.LongBlock : _head!.ShortBlock;
        int frames = lap == 0 ? 0 : (lap + block) / 4;
        lap = block;
        return frames;
    }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples)
    {
        // Not before there is a packet: a stream of headers shall cost little.
        _work ??= new VorbisWork(_head!);
        _blocks ??= new VorbisBlocks(_head!);
        var bits = new VorbisBits(packet);
        if (_setup!.ReadMode(ref bits, out bool isLong) is not { } mapping)
            return -1;
        mapping.Decode(ref bits, _work, (isLong ? _head!.LongBlock : _head!.ShortBlock) / 2);
        int frames = _blocks.Add(_work, isLong, samples);
        _concealment!.Pass(samples[..(frames * _head.Channels)]);
        return frames;
    }

    /// <inheritdoc/>
    public void Conceal(int frames, Span<float> samples)
    {
        _blocks?.Reset();
        _concealment!.Hide(samples[..(frames * _head!.Channels)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It has only memory.
    }
}
