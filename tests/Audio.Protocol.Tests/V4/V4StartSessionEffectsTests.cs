using System.Text;
using Audio.Protocol.V4;

namespace Audio.Protocol.Tests.V4;

/// <summary>A chain of effects as <c>start_session</c> carries it: a text, whatever it says.</summary>
public sealed class V4StartSessionEffectsTests
{
    private static readonly V4StartSession Start = new()
    {
        AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(24_000, 1)),
    };

    [Theory]
    [InlineData(null), InlineData(""), InlineData("speed:1.5,highpass:80"), InlineData("what nobody knows")]
    public void It_comes_out_as_it_went_in(string? effects)
    {
        byte[] json = V4ClientMessages.Write(Start with { Effects = effects });

        ((V4StartSession)V4ClientMessages.Read(json, out _)).Effects.Should().Be(effects);
        Encoding
            .UTF8.GetString(json)
            .Contains("\"effects\"", StringComparison.Ordinal)
            .Should()
            .Be(effects is not null, "what is left out is not said");
    }

    [Fact]
    public void It_has_at_most_1024_characters()
    {
        (
            (V4StartSession)
                V4ClientMessages.Read(V4ClientMessages.Write(Start with { Effects = new string('x', 1_024) }), out _)
        )
            .Effects.Should()
            .HaveLength(1_024);

        FluentActions
            .Invoking(() =>
                V4ClientMessages.Read(V4ClientMessages.Write(Start with { Effects = new string('x', 1_025) }), out _)
            )
            .Should()
            .Throw<V4Exception>()
            .WithMessage("Invalid field: effects has at most 1024 characters")
            .Which.WireCode.Should()
            .Be(V4ErrorCodes.InvalidField);
    }
}
