using Audio.Testing.Tools;

namespace Audio.Testing.Pulse;

/// <summary>Whether the programs that the PulseAudio tests run are installed.</summary>
public static class PulseTools
{
    private static readonly string[] Names = ["pulseaudio", "parec", "pactl"];

    /// <summary>Skips the running test where a program is missing; with CI=true that is a failure instead.</summary>
    public static void Require()
    {
        foreach (string name in Names)
            ExternalTool.Require(name);
    }
}
