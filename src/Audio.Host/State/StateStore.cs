using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Audio.Host.State;

/// <summary>
/// The state files of one folder: <c>daemon-PORT.json</c> for each daemon, and <c>latest-port</c>, which names the port
/// that was started last. Any process may read; the daemon writes its own file and takes it away when it ends. A file
/// that cannot be read, or holds anything else than a daemon writes there, counts as none.
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
    /// Notes a daemon that has started, as the latest; the state file comes last, since whoever waits for it finds the
    /// rest then.
    /// </summary>
    /// <exception cref="PidFileException">Its pid file cannot be written; nothing else is then.</exception>
    public void Write(DaemonState state)
    {
        if (state.PidFile is not null)
            WritePid(state.PidFile, state.Process.Id);
        PrivateFiles.Replace(LatestFile, Encoding.ASCII.GetBytes($"{state.Port}\n"));
        Write(state.Port, state);
    }

    /// <summary>
    /// The state of the daemon on a port, running or not; <see langword="null"/>: none was started, or it ended in
    /// order.
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

    /// <summary>All states, the latest started first.</summary>
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

    /// <summary>Takes a state away, unless another process has put its own there meanwhile.</summary>
    public void Remove(DaemonState state)
    {
        if (Read(state.Port)?.Process != state.Process)
            return;
        File.Delete(FileOf(state.Port));
        if (state.PidFile is not null && ReadPid(state.PidFile) == state.Process.Id)
            File.Delete(state.PidFile);
    }

    /// <summary>The daemon has been told to stop: it takes nothing new, and plays what it holds.</summary>
    public void WriteStopping(DaemonState state)
    {
        if (Read(state.Port)?.Process == state.Process)
            Write(state.Port, state with { IsStopping = true });
    }

    /// <summary>The port that was started last, whether its daemon still runs or not.</summary>
    public int? LatestPort() =>
        ReadNumber(LatestFile) is >= IPEndPoint.MinPort + 1 and <= IPEndPoint.MaxPort and var port ? port : null;

    /// <summary>
    /// The port that a command without one means: the one started last if it runs, else another that runs, else the one
    /// started last.
    /// </summary>
    public int? PortMeant()
    {
        int? latest = LatestPort();
        if (latest is { } port && Read(port)?.Process.IsRunning == true)
            return port;
        return ReadAll().FirstOrDefault(s => s.Process.IsRunning)?.Port ?? latest;
    }

    /// <summary>The process id in a file, or <see langword="null"/> where there is none.</summary>
    public static int? ReadPid(string path) => ReadNumber(path);

    /// <summary>
    /// Whether a file may be written as a pid file: there is none, or nothing else than a process id in it.
    /// </summary>
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
    /// Not readable, or not what is written there. A string with half of a surrogate pair is an invalid operation to
    /// the JSON reader.
    /// </summary>
    internal static bool IsUnreadable(Exception error) =>
        error
            is IOException
                or UnauthorizedAccessException
                or InvalidDataException
                or JsonException
                or InvalidOperationException;

    /// <summary>
    /// The JSON files of the folder whose names begin so; none where there is no folder, or none that can be read.
    /// </summary>
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
