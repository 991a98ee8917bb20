using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Audio.LoadGenerator.Measuring;
using Audio.LoadGenerator.Sockets;

namespace Audio.LoadGenerator.Clients;

/// <summary>A client that posts each session as a body of its own, on a connection of its own.</summary>
internal sealed class HttpLoadConnection : LoadConnection
{
    private readonly byte[][] _chunks; // one after another, again and again
    private Speaker? _speaker;
    private long _firstSent;

    public HttpLoadConnection(LoadOptions options, Recorder recorder)
        : base(options, recorder)
    {
        _chunks =
        [
            .. (options.Mp3?.Frames ?? [Tone.Chunk(options)]).Select(static sound =>
                (byte[])
                    [
                        .. Encoding.ASCII.GetBytes(sound.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n"),
                        .. sound,
                        .. "\r\n"u8,
                    ]
            ),
        ];
    }

    /// <inheritdoc/>
    public override bool IsOneSession => true;

    private string Query => Options.Mp3 is null ? $"?rate={Options.Rate}&channels={Options.Channels}" : "";

    /// <inheritdoc/>
    public override bool IsReady(Speaker speaker) => Socket is not null;

    /// <inheritdoc/>
    public override void Connect()
    {
        // Each session connects by itself.
    }

    /// <inheritdoc/>
    public override void Open(Speaker speaker)
    {
        _speaker = speaker;
        Socket?.Dispose();
        Socket = new ClientSocket(Options.Port);
        Socket.Append(
            Encoding.ASCII.GetBytes(
                $"POST /v1/play{Query} HTTP/1.1\r\nHost: localhost:{Options.Port}\r\n"
                    + "Content-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
        );
        Connected?.Invoke(Socket);
    }

    /// <inheritdoc/>
    public override void Send(Speaker speaker, int chunks)
    {
        if (speaker.Sent == 0)
            _firstSent = Stopwatch.GetTimestamp();
        for (int i = 0; i < chunks; i++)
            Socket!.Append(_chunks[(speaker.Sent + i) % _chunks.Length]);
    }

    /// <inheritdoc/>
    public override void End(Speaker speaker) => Socket!.Append("0\r\n\r\n"u8);

    /// <inheritdoc/>
    public override bool Receive(long now)
    {
        if (Socket is not { } socket || !socket.Receive())
            return false;
        ReadOnlySpan<byte> all = socket.Received;
        int head = all.IndexOf("\r\n\r\n"u8);
        int start = head < 0 ? -1 : all[head..].IndexOf((byte)'{');
        int end = all.LastIndexOf((byte)'}');
        if (start < 0 || end < head + start || _speaker is not { } speaker)
            return true;
        using var report = JsonDocument.Parse(all[(head + start)..(end + 1)].ToArray());
        JsonElement root = report.RootElement;
        socket.Consume(all.Length);
        _speaker = null;
        if (!root.TryGetProperty("underruns", out JsonElement underruns))
        {
            Recorder.Failed(
                speaker,
                root.TryGetProperty("detail", out JsonElement detail) ? detail.GetString()! : root.ToString()
            );
            return true;
        }
        if (root.GetProperty("ttfaMs") is { ValueKind: JsonValueKind.Number } ttfa)
            Recorder.Heard(speaker, _firstSent, ttfa.GetDouble());
        long frames = (long)Math.Round(root.GetProperty("playedMs").GetDouble() * Options.Rate / 1000);
        Recorder.Ended(speaker, root.GetProperty("reason").GetString()!, underruns.GetInt32(), frames);
        return true;
    }
}
