using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Audio.Compare.Ways;

/// <summary>A player that stays running and takes commands, lines of text, at a Unix socket.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="socketPath">Its socket.</param>
/// <param name="command">What makes it play.</param>
/// <param name="program">The player.</param>
/// <param name="arguments">With which it stays running and listens there.</param>
internal sealed class UnixSocketPlayer(
    string name,
    string socketPath,
    string command,
    string program,
    params string[] arguments
) : IWay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _command = Encoding.UTF8.GetBytes(command);
    private Process? _process;
    private Socket? _socket;

    public string Name => name;

    public bool IsOurs => false;

    public bool StartsProgram => false;

    /// <summary>mpv, idle, told by its JSON protocol.</summary>
    public static UnixSocketPlayer Mpv(Ground ground, string wav)
    {
        string socket = ground.File("mpv.sock");
        return new UnixSocketPlayer(
            "mpv, idle, by IPC",
            socket,
            $$"""{"command":["loadfile","{{wav}}"]}""" + "\n",
            "mpv",
            "--no-config",
            "--idle=yes",
            "--no-video",
            "--no-terminal",
            "--ao=pulse",
            $"--input-ipc-server={socket}"
        );
    }

    /// <summary>MPD, with its own protocol.</summary>
    public static UnixSocketPlayer Mpd(Ground ground, string wav)
    {
        string socket = ground.File("mpd.sock");
        string settings = ground.File("mpd.conf");
        File.WriteAllText(
            settings,
            $$"""
            music_directory "{{ground.Folder}}"
            bind_to_address "{{socket}}"
            log_file "/dev/null"
            auto_update "no"
            connection_timeout "86400"
            audio_output {
              type "pulse"
              name "speaker"
            }
            """
        );
        return new UnixSocketPlayer(
            "MPD",
            socket,
            $"command_list_begin\nclear\nadd \"file://{wav}\"\nplay\ncommand_list_end\n",
            "mpd",
            "--no-daemon",
            settings
        );
    }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _process = Programs.Start(program, arguments);
        while (_socket is null)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException(
                    $"{program} ended with exit code {_process.ExitCode} before it listened."
                );
            }

            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                _socket = socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
        _ = DropAnswersAsync(_socket);
    }

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _socket!.SendAsync(_command, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException($"{program} has closed its connection: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        await Programs.EndAsync(_process);
    }

    private static async Task DropAnswersAsync(Socket socket)
    {
        byte[] answers = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(answers) > 0) { }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end of the run.
        }
    }
}
