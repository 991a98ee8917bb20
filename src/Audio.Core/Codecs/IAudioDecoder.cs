using Audio.Protocol;

namespace Audio.Core.Codecs;

/// <summary>
/// Decodes one stream of bytes, which may be cut anywhere, to float samples: ±1 is full scale, channels are interleaved
/// in WAVE order. It never waits and never throws for damage: damaged frames are concealed and counted. It holds at
/// most 2 MiB.
/// </summary>
/// <remarks>
/// It belongs to its session: one thread at a time. The samples are the same however the bytes are cut, and however
/// much room there is.
/// </remarks>
internal interface IAudioDecoder : IDisposable
{
    /// <summary>
    /// The format of the samples; <see langword="null"/> until it is known. A call that changes it has written only
    /// samples of the previous one.
    /// </summary>
    DecodedFormat? Format { get; }

    /// <summary>Whether <see cref="Format"/> cannot change any more once it is known.</summary>
    bool HasOneFormat => false;

    /// <summary>
    /// Whether <see cref="Decode"/> would go on without more bytes: write samples, or find that there are none.
    /// </summary>
    bool HasOutput { get; }

    /// <summary>
    /// Whether it neither takes nor writes anything before <see cref="Moved"/> is called: a process decodes for it.
    /// </summary>
    bool IsWaiting => false;

    /// <summary>Called on any thread when it need not wait any more.</summary>
    Action? Moved
    {
        set { }
    }

    /// <summary>Bytes taken that no frame has been decoded from yet.</summary>
    int PendingBytes { get; }

    /// <summary>
    /// Bytes that were not sound: what could not be decoded, what stands behind samples, and what a codec's container
    /// adds. A header in front of samples does not count.
    /// </summary>
    long BytesIgnored { get; }

    /// <summary>Frames of the codec that were damaged: concealed, or skipped in search of the next.</summary>
    int Damaged { get; }

    /// <summary>What the stream says about itself; <see langword="null"/>: nothing so far.</summary>
    SoundInfo? Info { get; }

    /// <summary>
    /// Decodes until all bytes are taken and written, less than a frame fits into the room, <see cref="Format"/>
    /// changes, or it has to wait. It may stop before that once it has taken or written something, where one part of
    /// the stream ends and another begins.
    /// </summary>
    /// <param name="bytes">The next bytes of the stream.</param>
    /// <param name="samples">The room for samples; empty while the format is unknown.</param>
    /// <param name="bytesConsumed">Bytes taken; the caller passes the others again.</param>
    /// <param name="samplesWritten">Samples written: whole frames.</param>
    /// <exception cref="ProtocolException">Nothing of it can be played; the message says what was found.</exception>
    void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten);

    /// <summary>The stream has ended: writes what is left of it, without what never became whole.</summary>
    /// <param name="samples">The room for samples.</param>
    /// <param name="samplesWritten">Samples written: whole frames.</param>
    /// <returns>
    /// Whether everything is written; if not, call it again with more room, with that of a changed <see
    /// cref="Format"/>, or when it need not wait any more.
    /// </returns>
    /// <exception cref="ProtocolException">It ended before its format was known.</exception>
    bool End(Span<float> samples, out int samplesWritten);
}
