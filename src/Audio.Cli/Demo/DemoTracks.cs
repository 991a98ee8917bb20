using Audio.Core.Codecs.Detection;
using Audio.Host;

namespace Audio.Cli.Demo;

/// <summary>Loads what the demo plays: the WAV files in the samples folder next to the program.</summary>
internal static class DemoTracks
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>Loads all files, sorted by name.</summary>
    /// <exception cref="DaemonException">There are none, or one is not a WAV file.</exception>
    public static IReadOnlyList<DemoTrack> Load()
    {
        string[] files = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.wav") : [];
        if (files.Length == 0)
        {
            throw new DaemonException($"There is no WAV file to play in {Folder}. Build the project again.");
        }

        return [.. files.Order().Select(Read)];
    }

    private static DemoTrack Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        using var stream = new MemoryStream(file);
        return SoundFile.Read(stream) is { Codec: "WAV", Frames: { } frames, Format: var format }
            ? new DemoTrack(Path.GetFileNameWithoutExtension(path), file, format, frames)
            : throw new DaemonException($"{path} is not a WAV file.");
    }
}
