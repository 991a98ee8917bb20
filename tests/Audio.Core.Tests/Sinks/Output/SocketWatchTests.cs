using System.Net.Sockets;
using Audio.Core.Sinks.Output;
using Audio.Core.Sinks.Pulse;
using Audio.Testing;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>Noticing that a server's socket appears, wherever its folder is by then.</summary>
public sealed class SocketWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("native")]
    [InlineData("pulse/native")]
    [InlineData("run/user/0/pulse/native")]
    public async Task Appears_with_or_without_its_folders_is_told(string name)
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, name);
        using var appeared = new SemaphoreSlim(0);
        using SocketWatch watch = SocketWatch.TryStart([Path.Combine(folder.Path, "elsewhere", "native"), path], () =>
            appeared.Release()
        )!;
        for (int start = 0; start < 2; start++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            server.Bind(new UnixDomainSocketEndPoint(path));
            (await appeared.WaitAsync(Limit, TestContext.Current.CancellationToken))
                .Should()
                .BeTrue("it was made, for the {0}. time", start + 1);
            File.Delete(path);
        }
    }

    [Fact]
    public void TryStart_no_path_is_none() => SocketWatch.TryStart([], () => { }).Should().BeNull();

    [Theory]
    [InlineData("unix:/a/native", null, null, "/a/native")]
    [InlineData("/a/native", null, null, "/a/native")]
    [InlineData("tcp:host:4713", null, null, "")]
    [InlineData(null, "{cafe}unix:/b/native tcp:host", "/run/user/7", "/b/native")]
    [InlineData(null, null, "/run/user/7", "/run/user/7/pulse/native /run/pulse/native")]
    [InlineData(null, "", "", "/run/pulse/native")]
    public void PulseSockets_of_is_where_libpulse_looks(
        string? server,
        string? variable,
        string? runtime,
        string expected
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no PulseAudio there");
        PulseSockets
            .Of(server, name => name switch
                {
                    "PULSE_SERVER" => variable,
                    "XDG_RUNTIME_DIR" => runtime,
                    _ => null,
                })
            .Should()
            .Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
