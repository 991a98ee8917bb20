namespace Audio.Core.Dsp;

/// <summary>Levels, from and to decibels.</summary>
internal static class Decibels
{
    /// <summary>The factor of an amplitude: 20 dB are 10.</summary>
    public static double ToFactor(double decibels) => Math.Pow(10, decibels / 20);
}
