using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Audio.Cli.Invocation;
using Audio.Cli.State;
using Audio.Testing.Text;
using CsCheck;

namespace Audio.Cli.Tests.Terminal;

/// <summary>
/// Text from a client, a file, the command line or another program on the port cannot control the terminal, whatever
/// the command.
/// </summary>
public sealed class HostileWordsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiod-hostile-");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _serving;
    private volatile string _status = "{}";

    public HostileWordsTests()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _over.Cancel();
        _listener.Stop();
        _folder.Delete(recursive: true);
        _over.Dispose();
    }

    /// <summary>The program on the port pretends to be an audio daemon; all its text is hostile.</summary>
    [Theory]
    [InlineData("status")]
    [InlineData("top --once")]
    [InlineData("health")]
    [InlineData("stop")]
    [InlineData("play x.wav")]
    [InlineData("doctor --sink null --socket none")]
    public Task An_answer_on_the_port_steers_nothing(string command) =>
        SampleAsync(async text =>
        {
            string word = Json(text);
            _status = $$"""
                {"daemon":"persistent-audio-daemon","status":"healthy","version":{{word}},"port":1,"uptime":5,
                 "audible":false,"inaudible":{"reason":{{word}},"message":{{word}} },
                 "muted":[{{word}}],"sessions":[{{word}}],{{word}}:{{word}},
                 "clients":[{"id":{{word}},"connectedAt":1,"lastActivity":1,"userAgent":{{word}}}],
                 "output":{"sink":{{word}},"state":{{word}},"reason":{{word}} },
                 "playback":[{"id":{{word}},"client":{{word}},"state":"queued","channel":{{word}},
                              "format":{"encoding":{{word}},"sampleRate":1,"channels":9},"volume":1,
                              "waiting":{"position":1,"interruptedBy":{{word}} } },
                             {"id":{{word}},"client":{{word}},"state":{{word}} }]}
                """;

            string said = await RunAsync([.. command.Split(' '), "--port", $"{Port}"]);

            int lines = command switch
            {
                "status" => 12,
                "top --once" => 10,
                "doctor --sink null --socket none" => 99,
                _ => 2,
            };
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.Should().BeLessThanOrEqualTo(lines, said);
        });

    [Fact]
    public Task Words_of_the_command_line_steer_nothing() =>
        SampleAsync(async text =>
        {
            string word = text.Replace("\0", "", StringComparison.Ordinal);
            await RunAsync(["x" + word]);
            await RunAsync(["status", word, "--port", "1"]);
            await RunAsync(["--x" + word]);
            await RunAsync(["run", "--sink", "x" + word]);
            await RunAsync(["run", "--v3-etiquette=x" + word]);
            await RunAsync(["logs", "--log-file", word, "-n", word]);
            await RunAsync(["play", word, "--port", "1", "--priority", word]);
            await RunAsync(["play", word, "--effects", word]);
            await RunAsync(["help", word]);
        });

    [Fact]
    public Task State_files_and_logs_steer_nothing() =>
        SampleAsync(async text =>
        {
            string log = Path.Combine(_folder.FullName, "x.log");
            await File.WriteAllBytesAsync(
                log,
                [.. Encoding.UTF8.GetBytes(text), 0xff, 0x9b, (byte)'\n'],
                TestContext.Current.CancellationToken
            );
            new StateStore(_folder.FullName).Write(
                new DaemonState
                {
                    Process = new ProcessMark(1, text),
                    Port = 1,
                    Address = "127.0.0.1",
                    StartedAt = DateTimeOffset.UnixEpoch,
                    Version = text,
                    LogFile = text,
                    DrainLimitMs = 0,
                }
            );

            await RunAsync(["status", "1"]);
            await RunAsync(["logs", "--log-file", log, "--port", "2"]);
            await RunAsync(["logs", "1"]);
        });

    private static Task SampleAsync(Func<string, Task> test) =>
        Hostile.Text.SampleAsync(
            async text =>
            {
                await test(text);
                return true;
            },
            iter: 12,
            threads: 1
        );

    /// <summary>A JSON string with every UTF-16 unit escaped, including unpaired surrogates.</summary>
    private static string Json(string text) =>
        $"\"{string.Concat(text.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")))}\"";

    private async Task<string> RunAsync(string[] words)
    {
        var output = new StringWriter();
        var context = new CommandContext
        {
            Out = output,
            Error = output,
            Layers = [],
            Environment = name => name == "XDG_STATE_HOME" ? _folder.FullName : null,
        };
        await AudiodCommandLine.RunAsync(
            words[0] == "status" || words.Contains("--port") ? [.. words, "--state-dir", _folder.FullName] : words,
            context
        );
        string said = output.ToString().ReplaceLineEndings("\n");
        Hostile.IsHarmless(said).Should().BeTrue($"{string.Join(' ', words)} said {said}");
        return said;
    }

    /// <summary>Answers requests one after another, each with the status.</summary>
    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_over.Token);
                NetworkStream stream = client.GetStream();
                using var request = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await request.ReadLineAsync(_over.Token) is { Length: > 0 })
                {
                    // The answer does not depend on the request.
                }
                byte[] body = Encoding.UTF8.GetBytes(_status);
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"
                    ),
                    _over.Token
                );
                await stream.WriteAsync(body, _over.Token);
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
