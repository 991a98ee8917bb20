using System.Net;
using System.Text.Json.Serialization;

namespace Audio.Cli.State;

/// <summary>What a running daemon writes to <c>daemon-PORT.json</c> so that other commands find it.</summary>
internal sealed record DaemonState
{
    /// <summary>The maximum of <c>--drain</c>: one hour.</summary>
    private const long MostDrainMs = 3_600_000;

    /// <summary>Its process, marked so that a reused process id is not mistaken for it.</summary>
    public required ProcessMark Process { get; init; }

    /// <summary>The port it listens on.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// An address by which it can be reached: <c>127.0.0.1</c>, <c>::1</c>, or the one it is bound to.
    /// </summary>
    public required string Address { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Its log; <see langword="null"/> if it writes none.</summary>
    public required string? LogFile { get; init; }

    /// <summary>Its pid file, if it has one.</summary>
    public string? PidFile { get; init; }

    /// <summary>How long it may go on playing when told to stop, in milliseconds.</summary>
    public required long DrainLimitMs { get; init; }

    /// <summary>The settings from its command line, by name, for <c>restart</c>.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it has been told to stop and is playing what is left.</summary>
    public bool IsStopping { get; init; }

    /// <summary>
    /// Whether every value is one that a daemon writes. A file may hold anything, and the JSON reader sets even
    /// required members to <see langword="null"/> if the file says so.
    /// </summary>
    [JsonIgnore]
    internal bool IsSound =>
        Process is { Started: not null }
        && Version is not null
        && Port is > IPEndPoint.MinPort and <= IPEndPoint.MaxPort
        && IPAddress.TryParse(Address, out _)
        && Uri.TryCreate(UrlText, UriKind.Absolute, out _)
        && DrainLimitMs is >= 0 and <= MostDrainMs
        && LogFile is not ""
        && PidFile is not ""
        && Arguments is not null
        && Arguments.Values.All(static value => value is not null);

    /// <summary>Its URL.</summary>
    [JsonIgnore]
    public Uri Url => new(UrlText);

    private string UrlText => $"http://{(Address.Contains(':') ? $"[{Address}]" : Address)}:{Port}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DaemonState))]
internal sealed partial class StateJson : JsonSerializerContext;
