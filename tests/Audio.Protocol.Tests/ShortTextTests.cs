using System.Text;

namespace Audio.Protocol.Tests;

public sealed class ShortTextTests
{
    [Theory]
    [InlineData("", 4, "")]
    [InlineData("four", 4, "four")]
    [InlineData("fives", 4, "five…")]
    [InlineData("abc😀", 4, "abc…")]
    [InlineData("abc😀", 5, "abc😀")]
    [InlineData("ab😀c", 4, "ab😀…")]
    [InlineData("abcé", 3, "abc…")]
    public void Of_text_keeps_whole_characters(string text, int most, string shown) =>
        ShortText.Of(text, most).Should().Be(shown);

    [Theory]
    [InlineData("", 4, "")]
    [InlineData("four", 4, "four")]
    [InlineData("fives", 4, "five…")]
    [InlineData("abcé", 4, "abc…")] // é has two bytes
    [InlineData("abcé", 5, "abcé")]
    [InlineData("😀😀", 7, "😀…")]
    [InlineData("😀😀", 3, "…")]
    public void Of_UTF8_keeps_whole_characters(string text, int most, string shown) =>
        ShortText.Of(Encoding.UTF8.GetBytes(text), most).Should().Be(shown);

    [Fact]
    public void Of_bytes_that_are_no_UTF8_shows_as_many_as_asked_for() =>
        ShortText.Of([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 6).Should().Be("\uFFFD\uFFFD\uFFFD…");

    [Fact]
    public void Of_nothing_to_keep_is_refused()
    {
        FluentActions.Invoking(() => ShortText.Of("text", 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ShortText.Of("text"u8, 0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
