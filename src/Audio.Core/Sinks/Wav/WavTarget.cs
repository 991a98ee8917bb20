namespace Audio.Core.Sinks.Wav;

/// <summary>
/// Chooses the file for a mix: the configured one if it is empty or missing, otherwise the next numbered name
/// (<c>mix-2.wav</c>), so that no recording is overwritten. It is created exclusively, so two daemons get two files.
/// After a fault the same file is continued. Control thread; <see cref="Path"/> any thread.
/// </summary>
internal sealed class WavTarget
{
    private const int MostNumbers = 100_000;
    private const string DeviceFolder = "/dev/";

    private readonly string _asked;
    private volatile string _path;
    private bool _continues;

    /// <summary>Creates a target; it opens nothing yet.</summary>
    /// <param name="asked">
    /// The configured path. A path that cannot hold a recording (a device, a pipe) is used directly.
    /// </param>
    /// <param name="continues">Whether the file belongs to this process, from before a fault.</param>
    public WavTarget(string asked, bool continues = false)
    {
        (_asked, _path) = (asked, asked);
        _continues = continues;
    }

    /// <summary>The file: the configured one, unless another had to be chosen.</summary>
    public string Path => _path;

    /// <summary>Why it is not the configured file; otherwise <see langword="null"/>.</summary>
    public string? Note => _path == _asked ? null : $"{_asked} is there already, and stays as it is";

    /// <summary>Opens the file: a new one, or the one from before a fault.</summary>
    /// <param name="header">The header of the file.</param>
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

    /// <summary>Reopens the file from before a fault, unless it has been replaced.</summary>
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
    /// Whether the file has content, or another daemon has just started it. An empty file, a device or a pipe has
    /// nothing to lose.
    /// </summary>
    /// <param name="path">The existing file.</param>
    /// <param name="alone">The open file, if it is empty and nobody else has it; then nobody else can take it.</param>
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
            return false; // a link to a file that does not exist yet
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

    private static FileStream OpenFile(string path, FileMode mode, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // what was said is private
        return new FileStream(path, options);
    }
}
