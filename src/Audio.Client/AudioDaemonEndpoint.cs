using System.IO.Pipelines;

namespace Audio.Client;

/// <summary>
/// The address of a daemon. A string converts to it: <c>AudioDaemonClient.ConnectAsync("localhost:8081")</c>.
/// </summary>
public sealed class AudioDaemonEndpoint : IEquatable<AudioDaemonEndpoint>
{
    private readonly string _text;

    private AudioDaemonEndpoint(string text) => _text = text;

    /// <summary><c>ws://localhost:8081</c>.</summary>
    public static AudioDaemonEndpoint Default { get; } = Parse("ws://localhost:8081");

    /// <summary>For <c>ws</c> and <c>wss</c>.</summary>
    internal Uri? Uri { get; private init; }

    /// <summary>For <c>unix</c>.</summary>
    internal string? SocketPath { get; private init; }

    /// <summary>For <c>pipe</c>.</summary>
    internal string? PipeName { get; private init; }

    internal Func<CancellationToken, ValueTask<IDuplexPipe>>? Factory { get; private init; }

    /// <summary>
    /// Parses <c>HOST:PORT</c>, such as <c>localhost:8081</c>, or <c>ws://HOST:PORT</c>; <c>wss://…</c> with TLS;
    /// <c>unix:/PATH</c>, a Unix domain socket; <c>pipe:NAME</c>, a Windows named pipe. <c>http://…</c> and
    /// <c>https://…</c> mean <c>ws</c> and <c>wss</c>, which use the same port.
    /// </summary>
    /// <exception cref="FormatException">It is none of these; the message says what is wrong.</exception>
    public static AudioDaemonEndpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (trimmed.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
        {
            string path = EndpointText.ReadSocketPath(trimmed);
            return new AudioDaemonEndpoint("unix:" + path) { SocketPath = path };
        }
        if (trimmed.StartsWith("pipe:", StringComparison.OrdinalIgnoreCase))
        {
            string name = trimmed[5..];
            return name.Length > 0
                ? new AudioDaemonEndpoint("pipe:" + name) { PipeName = name }
                : throw EndpointText.Wrong(text, "names no pipe");
        }
        Uri uri = EndpointText.ReadWebSocket(trimmed);
        return new AudioDaemonEndpoint(uri.GetLeftPart(UriPartial.Path).TrimEnd('/')) { Uri = uri };
    }

    /// <summary>
    /// An endpoint over a byte stream that the program provides: for a daemon in the same process, a tunnel, or a test.
    /// </summary>
    /// <param name="name">Its name in messages and logs.</param>
    /// <param name="connect">Opens a new connection on every call; the client completes both ends.</param>
    public static AudioDaemonEndpoint FromPipe(string name, Func<CancellationToken, ValueTask<IDuplexPipe>> connect)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(connect);
        return new AudioDaemonEndpoint(name) { Factory = connect };
    }

    /// <summary>Parses a text as <see cref="Parse"/> does.</summary>
    /// <exception cref="FormatException">It is not an endpoint.</exception>
    public static implicit operator AudioDaemonEndpoint(string text) => Parse(text);

    /// <summary>The same as <see cref="Parse"/>.</summary>
    /// <exception cref="FormatException">It is not an endpoint.</exception>
    public static AudioDaemonEndpoint FromString(string text) => Parse(text);

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(AudioDaemonEndpoint? other) =>
        other is not null && other._text == _text && Equals(other.Factory, Factory);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AudioDaemonEndpoint);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
