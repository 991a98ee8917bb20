namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_context_state_t</c>.</summary>
internal enum PulseContextState
{
    Unconnected,
    Connecting,
    Authorizing,
    SettingName,
    Ready,
    Failed,
    Terminated,
}
