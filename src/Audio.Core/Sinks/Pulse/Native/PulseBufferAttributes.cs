using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_buffer_attr</c>: all in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseBufferAttributes
{
    /// <summary>The most the server holds.</summary>
    public uint MaxLength;

    /// <summary>The fill level the server maintains.</summary>
    public uint TargetLength;

    /// <summary>How much must be buffered before it plays.</summary>
    public uint Prebuffer;

    /// <summary>The least it requests at once.</summary>
    public uint MinimumRequest;

    /// <summary>Recording only.</summary>
    public uint FragmentSize;
}
