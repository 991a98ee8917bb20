using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Audio.Host.Options;
using Audio.Host.Processes;
using Audio.Host.State;

namespace Audio.Host.V4;

/// <summary>
/// The daemon's socket in the file system (on Windows: a named pipe), for programs of its user on this machine: nobody
/// else may open it. Its usual name is the port, so that each daemon has its own. Whoever took it disposes it.
/// </summary>
internal sealed class LocalSocket : IDisposable
{
    /// <summary>Bytes of a path that every system can bind: macOS takes 104 with the end, Linux 108.</summary>
    private const int LongestPath = 103;

    private const int Backlog = 512;

    /// <summary>Tries to bind while other daemons of this user, which end, remove the folder that they share.</summary>
    private const int TriesToBind = 5;

    private readonly string? _folder; // goes with the last socket in it
    private int _disposed;

    private LocalSocket(string path, Socket? socket, string? folder)
    {
        Path = path;
        Socket = socket;
        _folder = folder;
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
        if (options.Socket == DaemonOptions.NoSocket)
            return null;
        if (options.Socket != DaemonOptions.DefaultSocket)
            return options.Socket;
        return OperatingSystem.IsWindows()
            ? $"audiod-{port}"
            : System.IO.Path.Combine(FolderOf(options, environment), $"{port}.sock");
    }

    /// <summary>Takes the socket that the options name.</summary>
    /// <param name="options">What the daemon was told.</param>
    /// <param name="port">The port it has.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="warning">Why there is none, where the usual one cannot be made: the daemon runs without it.</param>
    /// <exception cref="DaemonException">The one that was asked for by name cannot be had.</exception>
    public static LocalSocket? Take(
        DaemonOptions options,
        int port,
        Func<string, string?> environment,
        out string? warning
    )
    {
        warning = null;
        if (PathOf(options, port, environment) is not { } path)
            return null;
        if (OperatingSystem.IsWindows())
            return new LocalSocket(path, socket: null, folder: null);
        string folder = System.IO.Path.GetDirectoryName(path)!;
        bool folderIsOurs = !Directory.Exists(folder) || folder == RuntimeFolder(environment);
        try
        {
            return new LocalSocket(path, Bind(path, folder), folderIsOurs ? folder : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            if (folderIsOurs)
                RemoveIfEmpty(folder);
            string message =
                $"The socket {path} cannot be made: {e.Message.TrimEnd('.')}. Name another with --socket PATH, "
                + "or none with --socket none.";
            if (options.Socket != DaemonOptions.DefaultSocket)
                throw new DaemonException(message, e);
            warning = message;
            return null;
        }
    }

    /// <summary>
    /// Nobody is let in any more; the file goes, and its folder if it was made for sockets and is empty. Any thread,
    /// any number of times; only the first call does something: by the second another daemon may have its own socket
    /// there. What cannot be removed stays for the next daemon to remove.
    /// </summary>
    public void Dispose()
    {
        if (Socket is null || Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        Socket.Dispose();
        try
        {
            File.Delete(Path); // .NET has done that already where the web server had not disposed the socket before
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder has gone, or may not be written any more.
        }
        if (_folder is not null)
            RemoveIfEmpty(_folder);
    }

    private static void RemoveIfEmpty(string folder)
    {
        try
        {
            if (new DirectoryInfo(folder).LinkTarget is null) // a link is somebody's own arrangement
                Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something else is in it, or it has gone.
        }
    }

    private static Socket Bind(string path, string folder)
    {
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
            throw new IOException($"its path has more than {LongestPath} bytes");
        for (int tries = 1; ; tries++)
        {
            PrivateFiles.CreateFolder(folder);
            RemoveDead(path);
            try
            {
                return Listen(path);
            }
            catch (SocketException) when (tries < TriesToBind && !Directory.Exists(folder))
            {
                // It was removed in this moment.
            }
        }
    }

    private static Socket Listen(string path)
    {
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
        if (!File.Exists(path))
            return;
        if (!IsSocket(path))
            throw new IOException("a file stands there");
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        throw new IOException("another daemon listens there");
    }

    /// <summary>
    /// .NET does not tell sockets from files. The system does: a socket cannot be opened, whoever asks.
    /// </summary>
    private static bool IsSocket(string path)
    {
        if (OperatingSystem.IsWindows())
            return true;
        int descriptor = UnixCalls.Open(path, UnixCalls.NonBlocking);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError() == UnixCalls.NoSuchDevice;
        _ = UnixCalls.Close(descriptor);
        return false;
    }

    /// <summary>The runtime folder where there is one; else the state folder, as the daemon's other files.</summary>
    private static string FolderOf(DaemonOptions options, Func<string, string?> environment) =>
        options.StateDirectory ?? RuntimeFolder(environment) ?? StateFolders.State(environment);

    private static string? RuntimeFolder(Func<string, string?> environment) =>
        environment("XDG_RUNTIME_DIR") is { } runtime && System.IO.Path.IsPathRooted(runtime)
            ? System.IO.Path.Combine(runtime, "audiod")
            : null;
}
