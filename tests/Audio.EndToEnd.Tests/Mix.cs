namespace Audio.EndToEnd.Tests;

/// <summary>
/// What a daemon has played into its file: interleaved stereo, and how often it says that a client made it wait.
/// </summary>
/// <remarks>
/// A session plays in real time, so a machine that stands still makes a client late, and late is silence in between: an
/// underrun. That is the machine's doing. The daemon's part is true on any machine: that each such silence is counted,
/// and that no sample is lost, altered or heard twice.
/// </remarks>
/// <param name="Samples">16-bit.</param>
/// <param name="Underruns">Of all sessions that have ended.</param>
internal sealed record Mix(short[] Samples, int Underruns)
{
    /// <summary>
    /// Fails unless the sound in it is exactly this, with silence in between at most where an underrun was counted.
    /// </summary>
    public void ShouldSoundAs(short[] sent) => Samples.ShouldSoundAs(sent, Underruns);
}
