using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Audio.Host.State;

namespace Audio.Cli.State;

/// <summary>
/// The state files in one folder: <c>daemon-PORT.json</c> for each daemon, and <c>latest-port</c>, which names the port
/// started last. Any process may read them; a daemon writes its own file and removes it when it ends. A file that
/// cannot be read, or that no daemon could have written, counts as missing.
/// </summary>
internal sealed class StateStore(string folder)
{
    private const string Prefix = "daemon-";
    private const string Suffix = ".json";
    private const int MostBytes = 1024 * 1024;
    private const int MostBytesOfANumber = 64;

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    private string LatestFile => Path.Combine(Folder, "latest-port");

    /// <summary>
    /// Records a daemon that has started, as the latest. The state file is written last, so that whoever waits for it
    /// finds the others too.
    /// </summary>
    /// <exception cref="PidFileException">The pid file cannot be written; then no other file is either.</exception>
    public void Write(DaemonState state)
    {
        if (state.PidFile is not null)
            WritePid(state.PidFile, state.Process.Id);
        PrivateFiles.Replace(LatestFile, Encoding.ASCII.GetBytes($"{state.Port}\n"));
        Write(state.Port, state);
    }

    /// <summary>
    /// The state of the daemon on a port, running or not; <see langword="null"/> if none was started or it ended
    /// properly.
    /// </summary>
    public DaemonState? Read(int port)
    {
        try
        {
            DaemonState? state = JsonSerializer.Deserialize(
                SmallFile.Read(FileOf(port), MostBytes),
                StateJson.Default.DaemonState
            );
            return state?.Port == port && state.IsSound ? state : null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    /// <summary>All states, most recently started first.</summary>
    public IReadOnlyList<DaemonState> ReadAll()
    {
        return
        [
            .. Files(Prefix)
                .Select(f => Path.GetFileName(f)[Prefix.Length..^Suffix.Length])
                .Select(text =>
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
                        ? Read(port)
                        : null
                )
                .OfType<DaemonState>()
                .OrderByDescending(s => s.StartedAt),
        ];
    }

    /// <summary>Removes a state, unless another process has replaced it.</summary>
    public void Remove(DaemonState state)
    {
        if (Read(state.Port)?.Process != state.Process)
            return;
        File.Delete(FileOf(state.Port));
        if (state.PidFile is not null && ReadPid(state.PidFile) == state.Process.Id)
            File.Delete(state.PidFile);
    }

    /// <summary>Records that the daemon has been told to stop: it accepts nothing new and plays what is left.</summary>
    public void WriteStopping(DaemonState state)
    {
        if (Read(state.Port)?.Process == state.Process)
            Write(state.Port, state with { IsStopping = true });
    }

    /// <summary>The port started last, whether or not its daemon is still running.</summary>
    public int? LatestPort() =>
        ReadNumber(LatestFile) is >= IPEndPoint.MinPort + 1 and <= IPEndPoint.MaxPort and var port ? port : null;

    /// <summary>
    /// The port that a command uses by default: the one started last if it is running, else another running one, else
    /// the one started last.
    /// </summary>
    public int? PortMeant()
    {
        int? latest = LatestPort();
        if (latest is { } port && Read(port)?.Process.IsRunning == true)
            return port;
        return ReadAll().FirstOrDefault(s => s.Process.IsRunning)?.Port ?? latest;
    }

    /// <summary>The process id in a file, or <see langword="null"/> if there is none.</summary>
    public static int? ReadPid(string path) => ReadNumber(path);

    /// <summary>Whether a pid file may be written here: the file is missing or holds only a process id.</summary>
    public static bool MayBePidFile(string path) => !File.Exists(path) || IsEmpty(path) || ReadPid(path) is not null;

    private static bool IsEmpty(string path)
    {
        try
        {
            return SmallFile.Read(path, MostBytesOfANumber).Length == 0;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return false;
        }
    }

    private static int? ReadNumber(string path)
    {
        try
        {
            string text = Encoding.ASCII.GetString(SmallFile.Read(path, MostBytesOfANumber)).Trim();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the error means that a file is unreadable or invalid. For a string with half of a surrogate pair, the
    /// JSON reader throws an <see cref="InvalidOperationException"/>.
    /// </summary>
    internal static bool IsUnreadable(Exception error) =>
        error
            is IOException
                or UnauthorizedAccessException
                or InvalidDataException
                or JsonException
                or InvalidOperationException;

    /// <summary>The JSON files with this prefix; empty if the folder is missing or unreadable.</summary>
    internal string[] Files(string prefix)
    {
        try
        {
            return Directory.Exists(Folder) ? Directory.GetFiles(Folder, prefix + "*" + Suffix) : [];
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return [];
        }
    }

    private void Write(int port, DaemonState state) =>
        PrivateFiles.Replace(FileOf(port), JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.DaemonState));

    private static void WritePid(string path, int processId)
    {
        try
        {
            PrivateFiles.Replace(path, Encoding.ASCII.GetBytes($"{processId}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PidFileException(path, e);
        }
    }

    private string FileOf(int port) => Path.Combine(Folder, $"{Prefix}{port}{Suffix}");
}
