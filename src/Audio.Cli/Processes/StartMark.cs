using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Audio.Host.Processes;
using Audio.Host.State;

namespace Audio.Cli.Processes;

/// <summary>
/// Tells other commands that a <c>start</c> is under way, from its first moment until its daemon answers or has failed:
/// <c>starting-PID.json</c> in the state folder. Without it a <c>stop</c> in this time would find nothing to stop, and
/// leave a daemon behind. One of a command that was killed counts no more.
/// </summary>
internal sealed class StartMark : IDisposable
{
    private const string Prefix = "starting-";
    private const int MostBytes = 4096;

    private readonly string? _path; // null: none could be made, which the daemon itself will have to say
    private readonly string? _folderMade;

    /// <summary>Marks that this process starts a daemon.</summary>
    /// <param name="store">Where the daemon's state will be.</param>
    /// <param name="port">The port that was asked for; 0: a free one.</param>
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

    /// <summary>Whether a start is under way.</summary>
    /// <param name="store">Where.</param>
    /// <param name="port">On this port; <see langword="null"/>: on any.</param>
    public static bool IsAny(StateStore store, int? port) =>
        store
            .Files(Prefix)
            .Select(Read)
            .OfType<Starting>()
            .Any(starting => (port is null || port == starting.Port) && starting.Process.IsRunning);

    /// <summary>The start is over. The folder goes, too, if it was made for this and nothing else is in it.</summary>
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
            // A daemon's state is in the folder, as usual.
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

/// <summary>What stands in a <see cref="StartMark"/>.</summary>
/// <param name="Process">The command that starts.</param>
/// <param name="Port">The port that was asked for; 0: a free one.</param>
internal sealed record Starting(ProcessMark Process, int Port);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Starting))]
internal sealed partial class StartingJson : JsonSerializerContext;
