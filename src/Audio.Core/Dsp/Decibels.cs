namespace Audio.Core.Dsp;

/// <summary>Conversion of levels.</summary>
internal static class Decibels
{
    /// <summary>Converts decibels to an amplitude factor: 20 dB is 10.</summary>
    public static double ToFactor(double decibels) => Math.Pow(10, decibels / 20);
}
