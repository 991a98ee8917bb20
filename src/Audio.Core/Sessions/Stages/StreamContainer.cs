using System.Buffers;
using Audio.Protocol;
using Audio.Protocol.Wav;

namespace Audio.Core.Sessions.Stages;

/// <summary>The first stage: reads the header before a stream's samples, if there is one.</summary>
/// <remarks>Session scheduler only, except for its counters.</remarks>
internal sealed class StreamContainer
{
    private readonly WavHeaderReader? _header;

    /// <param name="format">The declared format.</param>
    /// <param name="container">The container, which may have a header.</param>
    public StreamContainer(AudioFormat format, AudioContainer container)
    {
        Format = format;
        if (container == AudioContainer.Wav)
            _header = new WavHeaderReader();
    }

    /// <summary>Whether the format is known without reading a header.</summary>
    public bool IsPlain => _header is null;

    /// <summary>The format of the samples: the declared one, or the header's once it was read.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>Bytes before the first sample.</summary>
    public long HeaderBytes { get; private set; }

    /// <summary>
    /// Bytes of samples according to the header; anything after them is not sound. <see langword="null"/>: everything
    /// is.
    /// </summary>
    public long? DataBytes { get; private set; }

    /// <summary>Bytes read in search of a header that turned out to be samples.</summary>
    public ReadOnlySequence<byte> Unread { get; private set; }

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">Advanced past the header.</param>
    /// <returns>Whether the header is complete, so that the samples follow.</returns>
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

    /// <summary>Ends a stream that was too short to tell whether it has a header: the bytes read are samples.</summary>
    /// <exception cref="ProtocolException">It ended inside its header.</exception>
    public void End()
    {
        if (_header!.Skipped.Length >= 4)
            throw new ProtocolException(ProtocolErrorCode.Malformed, "The stream ended inside its WAV header.");
        Unread = new ReadOnlySequence<byte>(_header.Skipped);
    }
}
