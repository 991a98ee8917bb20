using System.Text;
using Audio.Protocol.V3;
using Audio.Protocol.V4;

namespace Audio.Protocol.Tests;

public sealed class SessionJitterTests
{
    private const string V4Format =
        "\"audioFormat\":{\"format\":\"pcm\",\"sampleRate\":24000,\"channels\":1,\"bitDepth\":16}";

    public static TheoryData<string, double?> Words() =>
        new()
        {
            { "auto", null },
            { "none", 0 },
            { "40", 40 },
            { "1", 1 },
            { "1000", 1_000 },
            { "2.5", 2.5 },
        };

    [Theory]
    [MemberData(nameof(Words))]
    public void It_is_read_and_written(string text, double? milliseconds)
    {
        SessionJitter.TryParse(text, out SessionJitter jitter).Should().BeTrue();
        jitter.Buffer?.TotalMilliseconds.Should().Be(milliseconds!.Value);
        (jitter.Buffer is null).Should().Be(milliseconds is null);
        jitter.ToString().Should().Be(text);
    }

    [Theory]
    [
        InlineData(""),
        InlineData(null),
        InlineData("0"),
        InlineData("0.5"),
        InlineData("1001"),
        InlineData("-1"),
        InlineData("40ms"),
        InlineData("Auto"),
        InlineData("NaN"),
        InlineData("1e3")
    ]
    public void What_is_none_is_refused(string? text) => SessionJitter.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void A_fixed_one_has_its_range()
    {
        SessionJitter.Fixed(TimeSpan.FromMilliseconds(40)).ToString().Should().Be("40");
        FluentActions.Invoking(() => SessionJitter.Fixed(TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions
            .Invoking(() => SessionJitter.Fixed(TimeSpan.FromSeconds(1.1)))
            .Should()
            .Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [
        InlineData("40", "40"),
        InlineData("4e1", "40"),
        InlineData("2.50", "2.5"),
        InlineData("\"40\"", "40"),
        InlineData("\"none\"", "none"),
        InlineData("\"auto\"", "auto"),
        InlineData("null", "auto")
    ]
    public void Both_versions_read_the_field(string json, string means)
    {
        Start($"{{\"type\":\"start_session\",{V4Format},\"jitter\":{json}}}").ToJitter().ToString().Should().Be(means);
        V3ClientMessage
            .Read(Encoding.UTF8.GetBytes($"{{\"type\":\"start_session\",\"jitter\":{json}}}"))
            .ReadJitter()
            .ToString()
            .Should()
            .Be(means);
    }

    [Fact]
    public void Left_out_it_is_auto_and_auto_is_left_out()
    {
        Start($"{{\"type\":\"start_session\",{V4Format}}}").ToJitter().Should().Be(SessionJitter.Auto);
        V3ClientMessage.Read("{\"type\":\"start_session\"}"u8).ReadJitter().Should().Be(SessionJitter.Auto);
        Start($"{{\"type\":\"start_session\",{V4Format}}}").With(SessionJitter.Auto).Jitter.Should().BeNull();
        Start($"{{\"type\":\"start_session\",{V4Format}}}").With(SessionJitter.None).Jitter.Should().Be("none");
    }

    [Theory]
    [
        InlineData("0"),
        InlineData("1001"),
        InlineData("1e-30"),
        InlineData("1e400"),
        InlineData("\"soon\""),
        InlineData("true"),
        InlineData("[]"),
        InlineData("{}")
    ]
    public void What_is_none_is_said_to_the_client(string json)
    {
        FluentActions
            .Invoking(() => Start($"{{\"type\":\"start_session\",{V4Format},\"jitter\":{json}}}"))
            .Should()
            .Throw<V4Exception>()
            .WithMessage("Invalid field: jitter is auto, none, or a number of milliseconds from 1 to 1000");
        FluentActions
            .Invoking(() =>
                V3ClientMessage
                    .Read(Encoding.UTF8.GetBytes($"{{\"type\":\"start_session\",\"jitter\":{json}}}"))
                    .ReadJitter()
            )
            .Should()
            .Throw<ProtocolException>()
            .WithMessage("Invalid field: jitter must be auto, none, or a number of milliseconds from 1 to 1000");
    }

    private static V4StartSession Start(string json) =>
        (V4StartSession)V4ClientMessages.Read(Encoding.UTF8.GetBytes(json), out _);
}
