namespace Audio.Compare;

/// <summary>The set-up made by compare.sh: a sound server with one sink, and a daemon that plays to it.</summary>
/// <param name="Port">The daemon's port.</param>
/// <param name="DaemonId">The daemon's process.</param>
/// <param name="ServerIds">The sound server's processes.</param>
/// <param name="Server">Its name.</param>
/// <param name="Audiod">The command that people type.</param>
/// <param name="Baseline">The program of benchmarks/Audio.Baseline.</param>
/// <param name="Monitor">The sink's monitor, by PulseAudio's name.</param>
/// <param name="Folder">For files of the run; gone with it.</param>
internal sealed record Ground(
    int Port,
    int DaemonId,
    IReadOnlyList<int> ServerIds,
    string Server,
    string Audiod,
    string Baseline,
    string Monitor,
    string Folder
)
{
    /// <summary>The rate of what is played: that of most speech synthesis.</summary>
    public const int SampleRate = 24_000;

    /// <summary>A file of that name in the run's folder.</summary>
    public string File(string name) => Path.Combine(Folder, name);
}
