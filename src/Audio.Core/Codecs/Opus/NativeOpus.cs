using Microsoft.Win32.SafeHandles;

namespace Audio.Core.Codecs.Opus;

/// <summary>Decodes with the system's libopus.</summary>
internal sealed class NativeOpus : SafeHandleZeroOrMinusOneIsInvalid, IOpusCore
{
    /// <summary>Makes a decoder.</summary>
    /// <param name="head">For what.</param>
    /// <exception cref="InvalidOperationException">It could not be made.</exception>
    public NativeOpus(OpusHead head)
        : base(ownsHandle: true)
    {
        SetHandle(OpusLibrary.Create(OpusPacket.SampleRate, head.Channels, head.Streams, head.Coupled, head.Mapping));
        if (IsInvalid)
            throw new InvalidOperationException("libopus made no decoder: it has no memory.");
    }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples, int frames)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        int written = OpusLibrary.Decode(handle, packet, samples, frames);
        GC.KeepAlive(this);
        return written;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpusLibrary.Destroy(handle);
        return true;
    }
}
