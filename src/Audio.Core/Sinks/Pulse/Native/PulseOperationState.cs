namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_operation_state_t</c>.</summary>
internal enum PulseOperationState
{
    Running,
    Done,
    Canceled,
}
