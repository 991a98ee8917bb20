using System.Text;
using System.Threading.Channels;
using Audio.Core.Wires.Transports;

namespace Audio.Host.Tests.V3;

/// <summary>A client that notes what it hears, and may stop reading.</summary>
internal sealed class RecordedReplies : IReplies
{
    private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();

    /// <summary>Set while the client reads nothing: replies wait for it.</summary>
    public TaskCompletionSource? Blocked { get; set; }

    /// <summary>What was said since the last look.</summary>
    public IReadOnlyList<string> Take()
    {
        var sent = new List<string>();
        while (_sent.Reader.TryRead(out string? text))
            sent.Add(text);
        return sent;
    }

    /// <summary>What is said next: for what comes unasked, on a thread of its own.</summary>
    public ValueTask<string> NextAsync() => _sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        if (Blocked is { } blocked)
            await blocked.Task;
        TrySend(text);
    }

    public bool TrySend(ReadOnlyMemory<byte> text) => _sent.Writer.TryWrite(Encoding.UTF8.GetString(text.Span));
}
