namespace Audio.Core.Sinks;

/// <summary>
/// Why what is played cannot be heard. <see langword="null"/> instead of one means that an audible device plays, as far
/// as a program can know: it cannot tell whether loudspeakers are plugged in and turned up.
/// </summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">The reason in words, and what to do about it.</param>
public sealed record Inaudibility(InaudibleReason Reason, string Message)
{
    /// <summary>
    /// For a session: how much of what was played could not be heard. Otherwise <see langword="null"/>.
    /// </summary>
    public TimeSpan? Length { get; init; }

    /// <summary>Whether this is on purpose, because a sink without a device was chosen by name.</summary>
    public bool IsIntended => Reason is InaudibleReason.NullSink or InaudibleReason.WavSink;

    /// <summary>
    /// <see langword="true"/>: it can be heard. <see langword="false"/>: it cannot. <see langword="null"/>: it cannot,
    /// on purpose.
    /// </summary>
    /// <param name="why">Why it cannot be heard; <see langword="null"/> if it can.</param>
    public static bool? IsAudible(Inaudibility? why) =>
        why switch
        {
            null => true,
            { IsIntended: true } => null,
            _ => false,
        };

    internal static Inaudibility NotOpen { get; } = new(InaudibleReason.NoDevice, "No device is open.");

    internal static Inaudibility NoDevice { get; } =
        new(
            InaudibleReason.NoDevice,
            "There is no sound device. Start a sound server (pulseaudio --start, or systemctl --user start "
                + "pipewire-pulse) or plug in a device: it is used when the next session starts."
        );

    internal static Inaudibility NullSink { get; } =
        new(InaudibleReason.NullSink, "It goes to the null sink, as asked for, and is heard nowhere.");

    internal static Inaudibility SessionMuted { get; } =
        new(InaudibleReason.SessionMuted, "The volume of the session is 0. Raise it.");

    internal static Inaudibility WhileItPlayed { get; } =
        new(InaudibleReason.DeviceLost, "The device was lost while it held some of the sound.");

    internal static Inaudibility WavSink(string path) =>
        new(InaudibleReason.WavSink, $"It is written to {path}, as asked for, and played on no device.");

    internal static Inaudibility Awaited(string why) =>
        new(InaudibleReason.NoDevice, $"The sink is not available yet; the daemon waits for it. {why}");

    internal static Inaudibility Lost(string why) =>
        new(InaudibleReason.DeviceLost, $"The device is gone; the daemon keeps trying to reopen it. {why}");
}
