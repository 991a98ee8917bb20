using System.Runtime.InteropServices;

namespace Audio.Core.Sinks.Pulse.Native;

/// <summary>The beginning of <c>pa_server_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PulseServerInfo
{
    public nint UserName;
    public nint HostName;
    public nint ServerVersion;

    /// <summary><c>pulseaudio</c>, or <c>PulseAudio (on PipeWire 0.3.65)</c>.</summary>
    public nint ServerName;
}
