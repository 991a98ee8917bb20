namespace Audio.Core.Sinks.Wav;

/// <summary>
/// Where a mix is written: the file that was asked for if nothing is in it, else the next name with a number
/// (<c>mix-2.wav</c>), so that no recording is written over. Taken by the system's exclusive creation: two that ask at
/// once get two files. Once taken, the same file goes on after a fault. Control thread; <see cref="Path"/> any thread.
/// </summary>
internal sealed class WavTarget
{
    private const int MostNumbers = 100_000;
    private const string DeviceFolder = "/dev/";

    private readonly string _asked;
    private volatile string _path;
    private bool _continues;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="asked">
    /// The path that was asked for. What cannot hold a recording (a device, a pipe) is used as it is.
    /// </param>
    /// <param name="continues">Whether the file is this process's own, from before a fault.</param>
    public WavTarget(string asked, bool continues = false)
    {
        (_asked, _path) = (asked, asked);
        _continues = continues;
    }

    /// <summary>The file: the one that was asked for, until another had to be taken.</summary>
    public string Path => _path;

    /// <summary>Says that it is not the file that was asked for, and why; else <see langword="null"/>.</summary>
    public string? Note => _path == _asked ? null : $"{_asked} is there already, and stays as it is";

    /// <summary>Opens the file, a new one or that of before.</summary>
    /// <param name="header">The header that the file has or will have.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public Stream Open(WavFileHeader header)
    {
        if (_continues && TryContinue(header) is { } same)
            return same;
        for (int number = 1; number <= MostNumbers; number++)
        {
            string path = Numbered(number);
            if (TryTake(path) is not { } file)
                continue;
            (_path, _continues) = (path, true);
            return file;
        }
        throw new IOException($"{MostNumbers} files of this name are there");
    }

    /// <summary>Gives the file of before, unless somebody has put another in its place.</summary>
    private FileStream? TryContinue(WavFileHeader header)
    {
        FileStream file = OpenFile(_path, FileMode.OpenOrCreate);
        if (!file.CanSeek || file.Length == 0 || header.IsHeadOf(file))
            return file;
        file.Dispose();
        return null;
    }

    private static FileStream? TryTake(string path)
    {
        try
        {
            return OpenFile(path, FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            return IsTaken(path, out FileStream? alone) ? null : alone ?? OpenFile(path, FileMode.OpenOrCreate);
        }
    }

    /// <summary>
    /// Whether something is in it, or another daemon has just begun it. Nothing is lost in an empty file, a device or a
    /// pipe.
    /// </summary>
    /// <param name="path">What is there.</param>
    /// <param name="alone">
    /// The file, where it is empty and nobody else has it: from then on nobody else can take it.
    /// </param>
    private static bool IsTaken(string path, out FileStream? alone)
    {
        alone = null;
        try
        {
            using (FileStream seen = OpenFile(path, FileMode.Open, FileShare.ReadWrite | FileShare.Delete))
            {
                if (!seen.CanSeek || (seen.Length == 0 && path.StartsWith(DeviceFolder, StringComparison.Ordinal)))
                    return false;
                if (seen.Length > 0)
                    return true;
            }
            FileStream file = OpenFile(path, FileMode.Open, FileShare.None);
            if (file.Length > 0)
            {
                file.Dispose();
                return true;
            }
            alone = file;
            return false;
        }
        catch (FileNotFoundException)
        {
            return false; // a link to a file that is not there yet
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private string Numbered(int number) =>
        number == 1
            ? _asked
            : System.IO.Path.ChangeExtension(_asked, null) + $"-{number}" + System.IO.Path.GetExtension(_asked);

    private static FileStream OpenFile(string path, FileMode mode, FileShare share = FileShare.Read) =>
        new(path, mode, FileAccess.ReadWrite, share, bufferSize: 0);
}
