using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Audio.Core.Wires.Transports;

namespace Audio.Core.Tests.Wires.V2;

/// <summary>What a client was sent.</summary>
internal sealed class SentMessages : IReplies
{
    private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();

    /// <summary>The messages since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var sent = new List<string>();
        while (_sent.Reader.TryRead(out string? text))
            sent.Add(text);
        return sent;
    }

    /// <summary>Waits for the next message, for those that are sent from another thread.</summary>
    public ValueTask<string> NextAsync() => _sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        TrySend(text);
        return ValueTask.CompletedTask;
    }

    public bool TrySend(ReadOnlyMemory<byte> text) => _sent.Writer.TryWrite(Encoding.UTF8.GetString(text.Span));

    /// <summary>A message without what most tests are not about.</summary>
    public static string Brief(string message) =>
        Regex.Replace(message, ",\"performance\":.*$", "", RegexOptions.None, TimeSpan.FromSeconds(1));
}
