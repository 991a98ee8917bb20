using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Audio.Host.State;

/// <summary>
/// The state files of one folder: <c>daemon-PORT.json</c> for each daemon, and <c>latest-port</c>, which names the port that was started
/// last. Any process may read; the daemon writes its own file and takes it away when it ends. A file that cannot be read counts as none.
/// </summary>
internal sealed class StateStore(string folder)
{
    private const string Prefix = "daemon-";
    private const string Suffix = ".json";

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    private string LatestFile => Path.Combine(Folder, "latest-port");

    /// <summary>Notes a daemon that has started, as the latest; the state file comes last, since whoever waits for it finds the rest then.</summary>
    public void Write(DaemonState state)
    {
        PrivateFiles.Replace(LatestFile, Encoding.ASCII.GetBytes($"{state.Port}\n"));
        if (state.PidFile is not null)
            PrivateFiles.Replace(state.PidFile, Encoding.ASCII.GetBytes($"{state.Process.Id}\n"));
        PrivateFiles.Replace(FileOf(state.Port), JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.DaemonState));
    }

    /// <summary>The state of the daemon on a port, running or not; <see langword="null"/>: none was started, or it ended in order.</summary>
    public DaemonState? Read(int port)
    {
        try
        {
            DaemonState? state = JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(port)), StateJson.Default.DaemonState);
            return state?.Port == port ? state : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>All states, the latest started first.</summary>
    public IReadOnlyList<DaemonState> ReadAll()
    {
        if (!Directory.Exists(Folder))
            return [];
        return
        [
            .. Directory.EnumerateFiles(Folder, Prefix + "*" + Suffix)
                .Select(f => Path.GetFileName(f)[Prefix.Length..^Suffix.Length])
                .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? Read(port) : null)
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

    /// <summary>The port that was started last, whether its daemon still runs or not.</summary>
    public int? LatestPort()
    {
        try
        {
            return int.TryParse(File.ReadAllText(LatestFile), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int port) ? port : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The port that a command without one means: the one started last if it runs, else another that runs, else the one started last.</summary>
    public int? PortMeant()
    {
        int? latest = LatestPort();
        if (latest is { } port && Read(port)?.Process.IsRunning == true)
            return port;
        return ReadAll().FirstOrDefault(s => s.Process.IsRunning)?.Port ?? latest;
    }

    /// <summary>The process id in a file, or <see langword="null"/> where there is none.</summary>
    public static int? ReadPid(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string FileOf(int port) => Path.Combine(Folder, $"{Prefix}{port}{Suffix}");
}
