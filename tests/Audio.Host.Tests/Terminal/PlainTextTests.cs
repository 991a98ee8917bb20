using Audio.Host.Terminal;
using CsCheck;

namespace Audio.Host.Tests.Terminal;

/// <summary>What leaves the daemon in words.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\u001b[31mb", "a?[31mb")]
    [InlineData("a\u009bb\u202ec\u200bd", "a?b?c?d")]
    [InlineData("one\r\ntwo\nthree\u2028four\tfive", "one??two?three?four five")]
    [InlineData("whole: \ud83d\ude00 ü €", "whole: \ud83d\ude00 ü €")]
    [InlineData("", "")]
    public void A_line_keeps_what_can_be_read(string text, string line) => PlainText.Line(text).Should().Be(line);

    [Fact]
    public void Half_of_a_pair_is_no_text() =>
        PlainText.Line("half \ud83d of a pair, \udc00").Should().Be("half ? of a pair, ?");

    [Fact]
    public void Lines_keep_their_breaks() => PlainText.Lines("a\r\nb\n\tc\rd\u001b").Should().Be("a\r\nb\n\tc?d?");

    [Fact]
    public void Text_that_steers_nothing_is_the_same_text()
    {
        string text = new('x', 100);
        PlainText.Line(text).Should().BeSameAs(text);
        PlainText.Lines(text).Should().BeSameAs(text);
    }

    [Fact]
    public void Nothing_hostile_is_left_in_a_line() =>
        Hostile.Text.Sample(text =>
        {
            string line = PlainText.Line(text);
            return Hostile.IsHarmless(line) && !line.Contains('\n') && PlainText.Line(line) == line;
        });

    /// <summary>However a writer is called.</summary>
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
