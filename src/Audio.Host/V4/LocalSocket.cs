using System.Net.Sockets;
using System.Text;
using Audio.Host.Commands;
using Audio.Host.Options;
using Audio.Host.Running;
using Audio.Host.State;

namespace Audio.Host.V4;

/// <summary>
/// The daemon's socket in the file system (on Windows: a named pipe), for programs of its user on this machine: nobody else may open it. Its
/// usual name is the port, so that each daemon has its own. Whoever took it disposes it.
/// </summary>
internal sealed class LocalSocket : IDisposable
{
    /// <summary>The value of <c>--socket</c> for the usual place.</summary>
    public const string Default = "default";

    /// <summary>The value of <c>--socket</c> for no socket.</summary>
    public const string None = "none";

    /// <summary>Bytes of a path that every system can bind: macOS takes 104 with the end, Linux 108.</summary>
    private const int LongestPath = 103;

    private const int Backlog = 512;

    private readonly string? _folderMade;

    private LocalSocket(string path, Socket? socket, string? folderMade)
    {
        Path = path;
        Socket = socket;
        _folderMade = folderMade;
    }

    /// <summary>Where it is: a path, on Windows the name of the pipe.</summary>
    public string Path { get; }

    /// <summary>What listens there, for the web server; on Windows it listens itself.</summary>
    public Socket? Socket { get; }

    /// <summary>Where the socket of a daemon is; <see langword="null"/>: nowhere.</summary>
    /// <param name="options">What the daemon was told.</param>
    /// <param name="port">The port it has.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static string? PathOf(DaemonOptions options, int port, Func<string, string?> environment)
    {
        if (options.Socket == None)
            return null;
        if (options.Socket != Default)
            return options.Socket;
        return OperatingSystem.IsWindows() ? $"audiod-{port}" : System.IO.Path.Combine(FolderOf(options, environment), $"{port}.sock");
    }

    /// <summary>Takes the socket that the options name.</summary>
    /// <param name="options">What the daemon was told.</param>
    /// <param name="port">The port it has.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="warning">Why there is none, where the usual one cannot be made: the daemon runs without it.</param>
    /// <exception cref="DaemonFailure">The one that was asked for by name cannot be had.</exception>
    public static LocalSocket? Take(DaemonOptions options, int port, Func<string, string?> environment, out string? warning)
    {
        warning = null;
        if (PathOf(options, port, environment) is not { } path)
            return null;
        try
        {
            string? folderMade = OperatingSystem.IsWindows() || Directory.Exists(System.IO.Path.GetDirectoryName(path)) ? null : System.IO.Path.GetDirectoryName(path);
            return new LocalSocket(path, OperatingSystem.IsWindows() ? null : Bind(path), folderMade);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            string message = $"The socket {path} cannot be made: {e.Message.TrimEnd('.')}. Name another with --socket PATH, or none with --socket none.";
            if (options.Socket != Default)
                throw new DaemonFailure(message, ExitCode.Failed, e);
            warning = message;
            return null;
        }
    }

    /// <summary>Nobody is let in any more; the file goes, and its folder if it was made for it and is empty. Any thread, any number of times.</summary>
    public void Dispose()
    {
        if (Socket is null)
            return;
        Socket.Dispose();
        File.Delete(Path);
        if (_folderMade is null || !Directory.Exists(_folderMade) || Directory.EnumerateFileSystemEntries(_folderMade).Any())
            return;
        try
        {
            Directory.Delete(_folderMade);
        }
        catch (IOException)
        {
            // Somebody has put something there in this moment.
        }
    }

    private static Socket Bind(string path)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
            throw new IOException($"its path has more than {LongestPath} bytes");
        PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        if (File.Exists(path))
            RemoveDead(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Nobody is let in before it listens, and by then it is closed to others.
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What a daemon left that was killed goes; what somebody listens on, or is no socket, stays.</summary>
    private static void RemoveDead(string path)
    {
        if (new FileInfo(path).Length > 0)
            throw new IOException("a file stands there");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }
        throw new IOException("another daemon listens there");
    }

    /// <summary>The runtime folder where there is one; else the state folder, as the daemon's other files.</summary>
    private static string FolderOf(DaemonOptions options, Func<string, string?> environment)
    {
        if (options.StateDirectory is { } chosen)
            return chosen;
        string? runtime = environment("XDG_RUNTIME_DIR");
        return System.IO.Path.IsPathRooted(runtime) ? System.IO.Path.Combine(runtime, "audiod") : StateFolders.State(environment);
    }
}
