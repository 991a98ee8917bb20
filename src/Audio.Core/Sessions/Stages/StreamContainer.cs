using System.Buffers;
using Audio.Protocol;
using Audio.Protocol.Wav;

namespace Audio.Core.Sessions.Stages;

/// <summary>The first stage: what stands in front of a stream's samples, and says what they are.</summary>
/// <remarks>Session scheduler only, but for its figures.</remarks>
internal sealed class StreamContainer
{
    private readonly WavHeaderReader? _header;

    /// <param name="format">What was declared.</param>
    /// <param name="container">What may stand in front.</param>
    public StreamContainer(AudioFormat format, AudioContainer container)
    {
        Format = format;
        if (container == AudioContainer.Wav)
            _header = new WavHeaderReader();
    }

    /// <summary>Whether nothing need be read to know the format.</summary>
    public bool IsPlain => _header is null;

    /// <summary>The format of the samples: the header's, once one was read.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>Bytes in front of the first sample.</summary>
    public long HeaderBytes { get; private set; }

    /// <summary>
    /// Bytes of samples, as the header says; what follows is no sound. <see langword="null"/>: all that comes.
    /// </summary>
    public long? DataBytes { get; private set; }

    /// <summary>What was taken to look for a header, and was none: the first of the samples.</summary>
    public ReadOnlySequence<byte> Unread { get; private set; }

    /// <summary>Reads on in front of the samples.</summary>
    /// <param name="bytes">Advanced past what is none of them.</param>
    /// <returns>Whether the samples begin.</returns>
    /// <exception cref="ProtocolException">The header cannot be played.</exception>
    public bool Read(ref ReadOnlySequence<byte> bytes)
    {
        if (_header is null)
            return true;
        long before = bytes.Length;
        WavHeaderStatus status = _header.Read(ref bytes);
        HeaderBytes += before - bytes.Length;
        switch (status)
        {
            case WavHeaderStatus.Header:
                DataBytes = _header.Header.DataBytes;
                Format = _header.Header.Format;
                return true;
            case WavHeaderStatus.NoHeader:
                HeaderBytes = 0;
                Unread = new ReadOnlySequence<byte>(_header.Skipped);
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// The stream has ended before it was clear whether a header stands in front: what was taken are samples.
    /// </summary>
    /// <exception cref="ProtocolException">It ended inside its header.</exception>
    public void End()
    {
        if (_header!.Skipped.Length >= 4)
            throw new ProtocolException(ProtocolErrorCode.Malformed, "The stream ended inside its WAV header.");
        Unread = new ReadOnlySequence<byte>(_header.Skipped);
    }
}
