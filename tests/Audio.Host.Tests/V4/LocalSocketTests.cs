using System.Net.Sockets;
using Audio.Host.Options;
using Audio.Host.V4;
using Audio.Testing;

namespace Audio.Host.Tests.V4;

/// <summary>The local socket, in a new and empty runtime folder, as after each login.</summary>
public sealed class LocalSocketTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public LocalSocketTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a named pipe instead.");

    private string Sockets => _folder.File("audiod");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_takes_its_folder_with_it_and_may_be_disposed_again()
    {
        LocalSocket socket = Take(8081);
        socket.Path.Should().Be(Path.Combine(Sockets, "8081.sock"));

        socket.Dispose();
        Directory.Exists(Sockets).Should().BeFalse();
        socket.Dispose();
        socket.Dispose();
    }

    [Fact]
    public void The_last_one_takes_the_folder_with_it_whoever_made_it()
    {
        LocalSocket first = Take(8081);
        LocalSocket second = Take(8082);

        first.Dispose();
        IsListening(second.Path).Should().BeTrue();
        second.Dispose();

        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void Disposed_again_it_leaves_the_next_daemon_its_socket()
    {
        LocalSocket first = Take(8081);
        first.Dispose();
        using LocalSocket next = Take(8081);

        first.Dispose(); // when what it held has been played

        IsListening(next.Path).Should().BeTrue();
    }

    [Fact]
    public void The_folder_may_be_gone_when_it_is_disposed()
    {
        LocalSocket socket = Take(8081);
        Directory.Delete(Sockets, recursive: true);

        socket.Dispose();
    }

    [Fact]
    public void What_else_is_in_the_folder_stays()
    {
        LocalSocket socket = Take(8081);
        File.WriteAllText(Path.Combine(Sockets, "note"), "mine");

        socket.Dispose();

        Directory.GetFiles(Sockets).Should().Equal(Path.Combine(Sockets, "note"));
    }

    [Fact]
    public void A_folder_of_its_user_stays_where_a_socket_was_asked_for_in_it()
    {
        Directory.CreateDirectory(_folder.File("mine"));

        Take(8081, _folder.File("mine/a.sock")).Dispose();
        Take(8081, _folder.File("made/a.sock")).Dispose();

        Directory.GetDirectories(_folder.Path).Should().Equal(_folder.File("mine"));
    }

    [Fact]
    public void What_a_killed_daemon_left_is_replaced()
    {
        Directory.CreateDirectory(Sockets);
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(_folder.File("dead")));
            // .NET removes a socket file that it bound; this one stays
            File.Move(_folder.File("dead"), Path.Combine(Sockets, "8081.sock"));
        }

        using LocalSocket socket = Take(8081);

        IsListening(socket.Path).Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("thesis")]
    public void A_file_that_is_no_socket_stays_as_it_is(string content)
    {
        string file = _folder.File("a.sock");
        File.WriteAllText(file, content);

        FluentActions
            .Invoking(() => Take(8081, file))
            .Should()
            .Throw<DaemonException>()
            .WithMessage("*a file of that name exists*");

        File.ReadAllText(file).Should().Be(content);
    }

    [Fact]
    public void A_start_that_fails_leaves_no_folder()
    {
        string longName = new('x', 120);
        LocalSocket.Take(new DaemonOptions(), 8081, _ => _folder.File(longName), out string? warning).Should().BeNull();
        warning.Should().Contain("its path has more than 103 bytes");

        File.WriteAllText(_folder.File("file"), "");
        LocalSocket.Take(new DaemonOptions(), 8081, _ => _folder.File("file"), out warning).Should().BeNull();
        warning.Should().StartWith($"The socket {_folder.File("file/audiod/8081.sock")} cannot be created: ");

        Directory.GetFileSystemEntries(_folder.Path).Should().Equal(_folder.File("file"));
    }

    private LocalSocket Take(int port, string path = DaemonOptions.DefaultSocket)
    {
        var socket = LocalSocket.Take(
            new DaemonOptions { Socket = path },
            port,
            name => name == "XDG_RUNTIME_DIR" ? _folder.Path : null,
            out string? warning
        );
        warning.Should().BeNull();
        return socket!;
    }

    private static bool IsListening(string path)
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
