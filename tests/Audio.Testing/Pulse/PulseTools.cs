using Audio.Testing.Tools;

namespace Audio.Testing.Pulse;

/// <summary>Checks that the programs for the PulseAudio tests are installed.</summary>
public static class PulseTools
{
    private static readonly string[] Names = ["pulseaudio", "parec", "pactl"];

    /// <summary>Skips the running test if a program is missing; with CI=true it fails instead.</summary>
    public static void Require()
    {
        foreach (string name in Names)
            ExternalTool.Require(name);
    }
}
