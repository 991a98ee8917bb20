using System.IO.Pipelines;

namespace Audio.Client;

/// <summary>Where a daemon is to be found.</summary>
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
    /// <c>ws://HOST:PORT</c> or <c>wss://…</c>; <c>unix:/PATH</c>, a Unix domain socket; <c>pipe:NAME</c>, a Windows named pipe.
    /// </summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static AudioDaemonEndpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5)
        {
            string path = text.StartsWith("unix:///", StringComparison.Ordinal) ? text[7..] : text[5..];
            return new AudioDaemonEndpoint("unix:" + path) { SocketPath = path };
        }
        if (text.StartsWith("pipe:", StringComparison.Ordinal) && text.Length > 5)
            return new AudioDaemonEndpoint(text) { PipeName = text[5..] };
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "ws" or "wss")
            return new AudioDaemonEndpoint(uri.GetLeftPart(UriPartial.Path).TrimEnd('/')) { Uri = uri };
        throw new FormatException($"'{text}' is no endpoint of a daemon; say ws://HOST:PORT, unix:/PATH or pipe:NAME.");
    }

    /// <summary>A byte stream of the program's own: for a daemon in the same process, a tunnel, or a test.</summary>
    /// <param name="name">For messages and logs.</param>
    /// <param name="connect">Makes a new connection each time it is called; the client completes both its ends.</param>
    public static AudioDaemonEndpoint FromPipe(string name, Func<CancellationToken, ValueTask<IDuplexPipe>> connect)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(connect);
        return new AudioDaemonEndpoint(name) { Factory = connect };
    }

    /// <summary>A text such as <see cref="Parse"/> reads.</summary>
    public static implicit operator AudioDaemonEndpoint(string text) => Parse(text);

    /// <summary>The same as <see cref="Parse"/>.</summary>
    public static AudioDaemonEndpoint FromString(string text) => Parse(text);

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(AudioDaemonEndpoint? other) => other is not null && other._text == _text && Equals(other.Factory, Factory);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AudioDaemonEndpoint);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
