using System.Buffers;
using Audio.Host;
using Audio.Protocol.Wav;

namespace Audio.Cli.Demo;

/// <summary>Finds what the demo plays: the WAV files that are built in beside the program.</summary>
internal static class DemoTracks
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>All of them, by name.</summary>
    /// <exception cref="DaemonException">There are none.</exception>
    public static IReadOnlyList<DemoTrack> Load()
    {
        string[] files = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.wav") : [];
        if (files.Length == 0)
        {
            throw new DaemonException($"There is nothing to play: no WAV file in {Folder}. Build the project again.");
        }

        return [.. files.Order().Select(Read)];
    }

    private static DemoTrack Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var rest = new ReadOnlySequence<byte>(file);
        var reader = new WavHeaderReader();
        if (reader.Read(ref rest) != WavHeaderStatus.Header)
            throw new DaemonException($"{path} is no WAV file.");
        WavHeader header = reader.Header;
        return new DemoTrack(
            Path.GetFileNameWithoutExtension(path),
            file,
            header.Format,
            Math.Min(header.DataBytes ?? rest.Length, rest.Length) / header.Format.BytesPerFrame
        );
    }
}
