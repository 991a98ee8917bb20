using System.Text;
using System.Threading.Channels;
using Audio.Core.Wires.Transports;

namespace Audio.Testing.Engines;

/// <summary>A client that records its replies and may stop reading.</summary>
public sealed class RecordedReplies : IReplies
{
    private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();

    /// <summary>Set while the client does not read: replies wait for it.</summary>
    public TaskCompletionSource? Blocked { get; set; }

    /// <summary>The replies since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var sent = new List<string>();
        while (_sent.Reader.TryRead(out string? text))
            sent.Add(text);
        return sent;
    }

    /// <summary>Waits for the next reply, for messages that are sent unasked from another thread.</summary>
    public ValueTask<string> NextAsync(CancellationToken cancellationToken) =>
        _sent.Reader.ReadAsync(cancellationToken);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        if (Blocked is { } blocked)
            await blocked.Task;
        TrySend(text);
    }

    public bool TrySend(ReadOnlyMemory<byte> text) => _sent.Writer.TryWrite(Encoding.UTF8.GetString(text.Span));
}
