using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Cli.State;
using Audio.Host.State;

namespace Audio.Cli.Processes;

/// <summary>
/// Tells other commands that a <c>start</c> is in progress, until its daemon answers or has failed. It is a file,
/// <c>starting-PID.json</c>, in the state folder. Without it, a <c>stop</c> in this time would find nothing to stop and
/// leave a daemon behind. The file of a command that was killed is ignored.
/// </summary>
internal sealed class StartMark : IDisposable
{
    private const string Prefix = "starting-";
    private const int MostBytes = 4096;

    private readonly string? _path; // null: the file could not be written; the daemon will report the same problem
    private readonly string? _folderMade;

    /// <summary>Records that this process is starting a daemon.</summary>
    /// <param name="store">Where the state of the daemon will be.</param>
    /// <param name="port">The requested port; 0 is a free one.</param>
    public StartMark(StateStore store, int port)
    {
        string? missing = Directory.Exists(store.Folder) ? null : store.Folder;
        string path = Path.Combine(
            store.Folder,
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}.json")
        );
        try
        {
            PrivateFiles.Replace(
                path,
                JsonSerializer.SerializeToUtf8Bytes(
                    new Starting(ProcessMark.Current(), port),
                    StartingJson.Default.Starting
                )
            );
            (_path, _folderMade) = (path, missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _path = null;
        }
    }

    /// <summary>Whether a start is in progress.</summary>
    /// <param name="store">Where to look.</param>
    /// <param name="port">The requested port; <see langword="null"/>: any.</param>
    public static bool IsAny(StateStore store, int? port) =>
        store
            .Files(Prefix)
            .Select(Read)
            .OfType<Starting>()
            .Any(starting => (port is null || port == starting.Port) && starting.Process.IsRunning);

    /// <summary>Removes the file, and also the folder if it was created for the file and is empty.</summary>
    public void Dispose()
    {
        if (_path is null)
            return;
        try
        {
            File.Delete(_path);
            if (_folderMade is not null)
                Directory.Delete(_folderMade);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Usually the folder is not empty, because it has the state of the daemon.
        }
    }

    private static Starting? Read(string path)
    {
        try
        {
            return
                JsonSerializer.Deserialize(SmallFile.Read(path, MostBytes), StartingJson.Default.Starting)
                    is { Process: not null } starting
                ? starting
                : null;
        }
        catch (Exception e) when (StateStore.IsUnreadable(e))
        {
            return null;
        }
    }
}

/// <summary>The content of the file of a <see cref="StartMark"/>.</summary>
/// <param name="Process">The process of the <c>start</c> command.</param>
/// <param name="Port">The requested port; 0 is a free one.</param>
internal sealed record Starting(ProcessMark Process, int Port);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Starting))]
internal sealed partial class StartingJson : JsonSerializerContext;
