using System.CommandLine;

namespace Audio.LoadGenerator.Commands;

/// <summary>Options for the daemon and the protocol, shared by the commands.</summary>
internal sealed class DaemonSymbols
{
    private const int UsualPort = 8081;

    /// <summary>The port.</summary>
    public Option<int> Port { get; } = Span.Number("--port", "The daemon's port on 127.0.0.1", UsualPort, 1, 65_535);

    /// <summary>The process.</summary>
    public Option<int> ProcessId { get; } =
        new("--pid")
        {
            Description = "The daemon's process, whose usage is read from /proc",
            HelpName = "PID",
            Required = true,
        };

    /// <summary>The protocol.</summary>
    public Option<string> Protocol { get; } =
        Of(
            "--protocol",
            "What clients speak: v4 (binary, many sessions on a connection), v3 (JSON and base64), or http (a "
                + "POST for each session). Default: v4",
            "v4",
            "v3",
            "http"
        );

    /// <summary>Where the report goes as JSON.</summary>
    public Option<FileInfo?> Json { get; } =
        new("--json") { Description = "Writes the report as JSON", HelpName = "FILE" };

    /// <summary>The options, as they were given.</summary>
    public LoadOptions Read(ParseResult result) =>
        new()
        {
            Port = result.ValueOr(Port, UsualPort),
            ProcessId = result.GetValue(ProcessId),
            Protocol = Enum.Parse<LoadProtocol>(result.ValueOr(Protocol, "v4"), ignoreCase: true),
        };

    /// <summary>An option that is one of some words.</summary>
    public static Option<string> Of(string name, string text, params string[] words)
    {
        var option = new Option<string>(name) { Description = text, HelpName = string.Join('|', words) };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
