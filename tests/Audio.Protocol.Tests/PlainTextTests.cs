using Audio.Testing.Text;
using CsCheck;

namespace Audio.Protocol.Tests;

/// <summary>Text that leaves the daemon.</summary>
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
}
