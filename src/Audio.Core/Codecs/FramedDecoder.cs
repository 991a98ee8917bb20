using Audio.Protocol;

namespace Audio.Core.Codecs;

/// <summary>
/// A decoder of frames that are found one after another in the bytes: what is decoded is written, then the next step is
/// taken, and bytes are taken when there is none.
/// </summary>
internal abstract class FramedDecoder : IAudioDecoder
{
    /// <inheritdoc/>
    public DecodedFormat? Format { get; protected set; }

    /// <inheritdoc/>
    public abstract bool HasOutput { get; }

    /// <inheritdoc/>
    public abstract int PendingBytes { get; }

    /// <inheritdoc/>
    public long BytesIgnored { get; protected set; }

    /// <inheritdoc/>
    public int Damaged { get; protected set; }

    /// <inheritdoc/>
    public abstract SoundInfo? Info { get; }

    /// <summary>The bytes that were taken and not used.</summary>
    protected InputBuffer Input { get; } = new();

    /// <summary>Whether no more bytes come.</summary>
    protected bool IsEnding { get; private set; }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        bytesConsumed = 0;
        samplesWritten = 0;
        DecodedFormat? format = Format;
        while (Write(samples, ref samplesWritten) && Format == format)
        {
            if (Step())
                continue;
            if (bytesConsumed == bytes.Length)
                break;
            bytesConsumed += Input.Take(bytes[bytesConsumed..]);
        }
    }

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        IsEnding = true;
        DecodedFormat? format = Format;
        while (Write(samples, ref samplesWritten) && Format == format)
        {
            if (!Step())
                break;
        }

        if (HasOutput || Format != format)
            return false;
        return Format is not null ? true : throw NothingFound();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Only managed memory.
    }

    /// <summary>Writes what is decoded.</summary>
    /// <param name="samples">The room for samples.</param>
    /// <param name="written">Samples written so far, in this call.</param>
    /// <returns>Whether all of it is written.</returns>
    protected abstract bool Write(Span<float> samples, ref int written);

    /// <summary>Does something with the bytes that were taken.</summary>
    /// <returns>Whether there was anything to do; if not, more bytes are needed.</returns>
    protected abstract bool Step();

    /// <summary>Why a stream that has ended cannot be played: it had no frame.</summary>
    protected abstract ProtocolException NothingFound();
}
