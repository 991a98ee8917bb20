using System.Numerics.Tensors;

namespace Audio.Core.Codecs.Opus;

/// <summary>Decodes a stream of Opus (RFC 7845) to 48 kHz. Lost packets are concealed by the codec itself.</summary>
/// <param name="create">
/// Makes the decoder proper; <see langword="null"/>: libopus where it is installed, otherwise managed code.
/// </param>
internal sealed class OpusStreamDecoder(Func<OpusHead, IOpusCore>? create = null) : IPacketDecoder
{
    private const int ConcealedAtOnce = 960; // 20 ms
    private const int ConcealedStep = 120; // 2.5 ms

    private OpusHead? _head;
    private bool _hasComments;
    private IOpusCore? _core;

    /// <inheritdoc/>
    public bool IsReady => _head is not null && _hasComments;

    /// <inheritdoc/>
    public DecodedFormat? Format =>
        _head is { } head ? new DecodedFormat(OpusPacket.SampleRate, head.Channels, head.Speakers) : null;

    /// <inheritdoc/>
    public SoundInfo Info { get; private set; } = new("Opus");

    /// <inheritdoc/>
    public int MaxFrames => OpusPacket.MaxFrames;

    /// <inheritdoc/>
    public int PreSkip => _head?.PreSkip ?? 0;

    /// <inheritdoc/>
    public bool StartsAtZero => false;

    /// <inheritdoc/>
    public int Lap => 0;

    /// <inheritdoc/>
    public void ReadHeader(ReadOnlySpan<byte> packet)
    {
        if (_head is null)
        {
            _head = OpusHead.Read(packet);
            return;
        }

        // The second packet is always the comments, damaged or not.
        ReadOnlySpan<byte> magic = "OpusTags"u8;
        if (packet.StartsWith(magic))
            Info = VorbisComments.AddTo(Info, packet[magic.Length..]);
        _hasComments = true;
    }

    /// <inheritdoc/>
    public int Measure(ReadOnlySpan<byte> packet, ref int lap) => OpusPacket.Measure(packet);

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples)
    {
        int frames = Core.Decode(packet, samples, OpusPacket.MaxFrames);
        if (frames > 0)
            Amplify(samples[..(frames * _head!.Channels)]);
        return frames > 0 ? frames : -1;
    }

    /// <inheritdoc/>
    public void Conceal(int frames, Span<float> samples)
    {
        int channels = _head!.Channels;
        int done = 0;
        while (done < frames)
        {
            int steps = (Math.Min(frames - done, ConcealedAtOnce) + ConcealedStep - 1) / ConcealedStep;
            Span<float> part = samples[(done * channels)..];
            if (Core.Decode([], part, steps * ConcealedStep) < 0)
                part[..(steps * ConcealedStep * channels)].Clear();
            done += steps * ConcealedStep;
        }

        Amplify(samples[..(frames * channels)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _core?.Dispose();

    // Not before there is a packet: a stream of headers shall cost little.
    private IOpusCore Core =>
        _core ??= create?.Invoke(_head!)
            ?? (OpusLibrary.IsInstalled ? new NativeOpus(_head!) : new ManagedOpus(_head!));

    private void Amplify(Span<float> samples)
    {
        if (_head!.Gain != 1f)
            TensorPrimitives.Multiply(samples, _head.Gain, samples);
    }
}
