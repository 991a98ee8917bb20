using System.Buffers;
using Audio.Host;
using Audio.Protocol.Wav;

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
        var rest = new ReadOnlySequence<byte>(file);
        var reader = new WavHeaderReader();
        if (reader.Read(ref rest) != WavHeaderStatus.Header)
            throw new DaemonException($"{path} is not a WAV file.");
        WavHeader header = reader.Header;
        return new DemoTrack(
            Path.GetFileNameWithoutExtension(path),
            file,
            header.Format,
            Math.Min(header.DataBytes ?? rest.Length, rest.Length) / header.Format.BytesPerFrame
        );
    }
}
