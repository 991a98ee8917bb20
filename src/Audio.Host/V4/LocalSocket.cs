using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Audio.Host.Native;
using Audio.Host.Options;
using Audio.Host.State;

namespace Audio.Host.V4;

/// <summary>
/// The daemon's Unix domain socket (on Windows: a named pipe) for local programs of its user; nobody else may open it.
/// It is named after the port by default, so that each daemon has its own. The creator disposes it.
/// </summary>
internal sealed class LocalSocket : IDisposable
{
    /// <summary>
    /// The longest path, in bytes, that every system can bind: macOS allows 104 including the terminator, Linux 108.
    /// </summary>
    private const int LongestPath = 103;

    private const int Backlog = 512;

    /// <summary>
    /// Attempts to bind while other daemons of this user, which are ending, remove the shared folder.
    /// </summary>
    private const int TriesToBind = 5;

    private readonly string? _folder; // removed with its last socket
    private int _disposed;

    private LocalSocket(string path, Socket? socket, string? folder)
    {
        Path = path;
        Socket = socket;
        _folder = folder;
    }

    /// <summary>Its path; on Windows the name of the pipe.</summary>
    public string Path { get; }

    /// <summary>The listening socket, handed to the web server; on Windows the web server listens itself.</summary>
    public Socket? Socket { get; }

    /// <summary>The path of a daemon's socket; <see langword="null"/> if it has none.</summary>
    /// <param name="options">The daemon's options.</param>
    /// <param name="port">The daemon's port.</param>
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

    /// <summary>Creates the socket that the options name.</summary>
    /// <param name="options">The daemon's options.</param>
    /// <param name="port">The daemon's port.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="warning">
    /// Why there is none, if the default one cannot be created; the daemon then runs without it.
    /// </param>
    /// <exception cref="DaemonException">The socket that was requested by name cannot be created.</exception>
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
                $"The socket {path} cannot be created: {e.Message.TrimEnd('.')}. Choose another with --socket "
                + "PATH, or disable it with --socket none.";
            if (options.Socket != DaemonOptions.DefaultSocket)
                throw new DaemonException(message, e);
            warning = message;
            return null;
        }
    }

    /// <summary>
    /// Stops listening and removes the file, and the folder if it was created for sockets and is empty. Any thread, any
    /// number of times. Only the first call has an effect, because later another daemon may have its own socket there.
    /// What cannot be removed is left to the next daemon.
    /// </summary>
    public void Dispose()
    {
        if (Socket is null || Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        Socket.Dispose();
        try
        {
            File.Delete(Path); // unless the web server disposed the socket, .NET has done this already
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or not writable.
        }
        if (_folder is not null)
            RemoveIfEmpty(_folder);
    }

    private static void RemoveIfEmpty(string folder)
    {
        try
        {
            if (new DirectoryInfo(folder).LinkTarget is null) // a link was set up by the user
                Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is not empty or is gone.
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
                // It was removed at this moment.
            }
        }
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Nobody can connect before it listens, and by then its permissions are set.
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

    /// <summary>
    /// Removes the socket of a killed daemon. A socket that somebody listens on, or a file of another kind, stays.
    /// </summary>
    private static void RemoveDead(string path)
    {
        if (!File.Exists(path))
            return;
        if (!IsSocket(path))
            throw new IOException("a file of that name exists");
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
    /// Tells a socket from a file, which .NET cannot: the system refuses to open a socket as a file, whoever asks.
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

    /// <summary>The runtime folder if there is one; otherwise the state folder.</summary>
    private static string FolderOf(DaemonOptions options, Func<string, string?> environment) =>
        options.StateDirectory ?? RuntimeFolder(environment) ?? StateFolders.State(environment);

    private static string? RuntimeFolder(Func<string, string?> environment) =>
        environment("XDG_RUNTIME_DIR") is { } runtime && System.IO.Path.IsPathRooted(runtime)
            ? System.IO.Path.Combine(runtime, "audiod")
            : null;
}
