using System.Text;
using Audio.Cli.Logging;

namespace Audio.Cli.Logs;

/// <summary>Reads the end of a log that another process writes and may rotate at any time.</summary>
internal static class LogTail
{
    private const int MostBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>The last lines of the log and its rotated files; empty if there is no log.</summary>
    public static IReadOnlyList<string> LastLines(string path, int count)
    {
        var lines = new List<string>();
        for (int part = 0; lines.Count < count; part++)
        {
            string file = part == 0 ? path : RollingLogFile.OlderPath(path, part);
            if (!File.Exists(file))
                break;
            lines.InsertRange(0, LinesFrom(file, 0).TakeLast(count - lines.Count));
        }

        return lines;
    }

    /// <summary>
    /// The lines after a position, at most the last 4 MiB; the whole file if it is now shorter than the position.
    /// </summary>
    public static IReadOnlyList<string> LinesFrom(string path, long position)
    {
        if (!File.Exists(path))
            return [];
        using FileStream stream = OpenRead(path);
        long start = position > stream.Length ? 0 : position;
        bool cut = stream.Length - start > MostBytes;
        stream.Position = cut ? stream.Length - MostBytes : start;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        if (cut)
            reader.ReadLine(); // Drop the incomplete first line.
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }

    /// <summary>Copies new text as it is written, across rotations, until cancelled.</summary>
    public static async Task FollowAsync(
        string path,
        TextWriter output,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        long position = File.Exists(path) ? new FileInfo(path).Length : 0;
        using var timer = new PeriodicTimer(FollowInterval, time);
        Decoder decoder = Encoding.UTF8.GetDecoder();
        while (true)
        {
            position = await CopyAsync(path, position, decoder, output);
            if (!await timer.WaitForNextTickAsync(cancellationToken))
                return;
        }
    }

    private static async Task<long> CopyAsync(string path, long position, Decoder decoder, TextWriter output)
    {
        if (!File.Exists(path))
            return 0;
        await using FileStream stream = OpenRead(path);
        if (stream.Length < position)
            position = 0;
        stream.Position = position;
        byte[] bytes = new byte[16 * 1024];
        char[] chars = new char[bytes.Length];
        while (await stream.ReadAsync(bytes, CancellationToken.None) is > 0 and int read)
        {
            int decoded = decoder.GetChars(bytes, 0, read, chars, 0);
            await output.WriteAsync(chars.AsMemory(0, decoded), CancellationToken.None);
            position += read;
        }

        await output.FlushAsync(CancellationToken.None);
        return position;
    }

    private static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
