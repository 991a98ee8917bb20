namespace Audio.EndToEnd.Tests;

/// <summary>What a daemon has played into its file: interleaved stereo, and the underruns that it counted.</summary>
/// <remarks>
/// A session plays in real time. If the machine is suspended, a client is late, which causes an underrun. That is the
/// machine's fault. The daemon's part is true on any machine: that each such silence is counted, and that no sample is
/// lost, altered or heard twice.
/// </remarks>
/// <param name="Samples">16-bit.</param>
/// <param name="Underruns">Of all sessions that have ended.</param>
internal sealed record Mix(short[] Samples, int Underruns)
{
    /// <summary>Fails unless the sound in it is exactly this, with no more gaps than underruns were counted.</summary>
    public void ShouldSoundAs(short[] sent) => Samples.ShouldSoundAs(sent, Underruns);
}
