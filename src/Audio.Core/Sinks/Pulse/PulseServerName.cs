using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Audio.Core.Sinks.Pulse.Native;

namespace Audio.Core.Sinks.Pulse;

/// <summary>
/// Identifies the server: PipeWire speaks PulseAudio's protocol, but reads differently. Render thread only.
/// </summary>
internal sealed unsafe class PulseServerName : IDisposable
{
    private GCHandle _self;

    /// <summary>Sends the query; the answer arrives with the next iterations of the main loop.</summary>
    /// <param name="context">Ready.</param>
    public PulseServerName(nint context)
    {
        _self = GCHandle.Alloc(this);
        PulseStream.Release(LibPulse.ContextGetServerInfo(context, &OnServer, GCHandle.ToIntPtr(_self)));
    }

    /// <summary>Whether it has answered.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether it is PipeWire.</summary>
    public bool IsPipeWire { get; private set; }

    /// <summary>Called once it is known, or once the context makes no more callbacks.</summary>
    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnServer(nint context, PulseServerInfo* info, nint self)
    {
        var me = (PulseServerName)GCHandle.FromIntPtr(self).Target!;
        me.IsPipeWire =
            info is not null
            && Marshal.PtrToStringUTF8(info->ServerName)?.Contains("PipeWire", StringComparison.Ordinal) == true;
        me.IsKnown = true;
    }
}
