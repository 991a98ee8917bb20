using Audio.Cli.Terminal;
using Audio.Testing.Text;
using CsCheck;

namespace Audio.Cli.Tests.Terminal;

/// <summary>The output of a command cannot control the terminal.</summary>
public sealed class TerminalWriterTests
{
    /// <summary>All overloads of Write and WriteLine.</summary>
    [Fact]
    public void Nothing_hostile_passes_a_terminal_writer() =>
        Hostile.Text.Sample(text =>
        {
            var output = new StringWriter();
            var writer = TerminalWriter.Over(output);
            writer.WriteLine(text);
            writer.Write(text);
            writer.Write(text.ToCharArray(), 0, text.Length);
            writer.Write(text.AsSpan());
            foreach (char c in text)
                writer.Write(c);
            writer.Write("{0} {1}", text, text);
            writer.WriteLine((object)text);
            writer.WriteAsync(text.AsMemory()).IsCompletedSuccessfully.Should().BeTrue();
            writer.WriteLineAsync(text.AsMemory()).IsCompletedSuccessfully.Should().BeTrue();
            writer.WriteLineAsync(text).IsCompletedSuccessfully.Should().BeTrue();
            writer.WriteLine();
            return Hostile.IsHarmless(
                output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\t', ' ')
            );
        });

    [Fact]
    public void A_line_that_is_written_is_one_line()
    {
        var output = new StringWriter();
        TerminalWriter.Over(output).WriteLine("audiod: a\nb\r\nc");
        output.ToString().Should().Be("audiod: a?b??c" + Environment.NewLine);
    }

    [Fact]
    public void A_pair_that_is_written_half_by_half_stays_a_pair()
    {
        var output = new StringWriter();
        var writer = TerminalWriter.Over(output);
        writer.Write('\ud83d');
        writer.Write('\ude00');
        output.ToString().Should().Be("\ud83d\ude00");
    }
}
