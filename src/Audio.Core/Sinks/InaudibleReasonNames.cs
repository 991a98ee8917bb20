using Audio.Protocol.V4;

namespace Audio.Core.Sinks;

/// <summary>The names of the reasons on the wire.</summary>
public static class InaudibleReasonNames
{
    /// <summary>Returns the name of a reason: one of <see cref="V4InaudibleReasons"/>.</summary>
    public static string NameOf(InaudibleReason reason) =>
        reason switch
        {
            InaudibleReason.NoDevice => V4InaudibleReasons.NoDevice,
            InaudibleReason.DeviceLost => V4InaudibleReasons.DeviceLost,
            InaudibleReason.DeviceMuted => V4InaudibleReasons.DeviceMuted,
            InaudibleReason.ProgramMuted => V4InaudibleReasons.ProgramMuted,
            InaudibleReason.MasterMuted => V4InaudibleReasons.MasterMuted,
            InaudibleReason.BusMuted => V4InaudibleReasons.BusMuted,
            InaudibleReason.SessionMuted => V4InaudibleReasons.SessionMuted,
            InaudibleReason.NullSink => V4InaudibleReasons.NullSink,
            InaudibleReason.WavSink => V4InaudibleReasons.WavSink,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
        };
}
