using System.Text;
using Audio.Protocol;

namespace Audio.Cli.Terminal;

/// <summary>
/// Replaces control characters, so that text from clients cannot control the terminal.
/// <see cref="WriteLine(string)"/> always writes a single line and replaces line breaks, too.
/// <see cref="Write(string)"/> keeps line breaks.
/// </summary>
internal sealed class TerminalWriter : TextWriter
{
    //  *one writer at a time*
    private char? _half;

    private TerminalWriter(TextWriter inner)
        : base(inner.FormatProvider) => Inner = inner;

    /// <summary>The unfiltered writer, for output with its own control sequences.</summary>
    public TextWriter Inner { get; }

    public override Encoding Encoding => Inner.Encoding;

    /// <summary>Wraps a writer, unless it is already wrapped.</summary>
    public static TerminalWriter Over(TextWriter inner) => inner as TerminalWriter ?? new TerminalWriter(inner);

    public override void Write(char value)
    {
        if (_half is null && char.IsHighSurrogate(value))
        {
            _half = value;
            return;
        }
        Write([value]);
    }

    public override void Write(string? value) => Inner.Write(Clean(value));

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Inner.Write(Clean(buffer.ToString()));

    public override void WriteLine() => Write(NewLine);

    public override void WriteLine(string? value) => Inner.WriteLine(PlainText.Line(TakeHalf() + value));

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value) => Inner.WriteAsync(Clean(value));

    public override Task WriteAsync(char[] buffer, int index, int count) =>
        Inner.WriteAsync(Clean(new string(buffer, index, count)));

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) =>
        Inner.WriteAsync(Clean(buffer.ToString()).AsMemory(), cancellationToken);

    public override Task WriteLineAsync() => WriteAsync(NewLine);

    public override Task WriteLineAsync(string? value) => Inner.WriteLineAsync(PlainText.Line(TakeHalf() + value));

    public override Task WriteLineAsync(char[] buffer, int index, int count) =>
        WriteLineAsync(new string(buffer, index, count));

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) =>
        Inner.WriteLineAsync(PlainText.Line(TakeHalf() + buffer.ToString()).AsMemory(), cancellationToken);

    public override void Flush() => Inner.Flush();

    public override Task FlushAsync() => Inner.FlushAsync();

    public override Task FlushAsync(CancellationToken cancellationToken) => Inner.FlushAsync(cancellationToken);

    private string Clean(string? value) => PlainText.Lines(TakeHalf() + value);

    /// <summary>Takes the pending high surrogate, which was written as a single character.</summary>
    private string TakeHalf()
    {
        if (_half is not { } half)
            return "";
        _half = null;
        return half.ToString();
    }
}
