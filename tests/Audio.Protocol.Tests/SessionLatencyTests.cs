using System.Text;
using Audio.Protocol.V3;
using Audio.Protocol.V4;

namespace Audio.Protocol.Tests;

public sealed class SessionLatencyTests
{
    [Theory]
    [InlineData("50", 50)]
    [InlineData("5e1", 50)]
    [InlineData("3.0E+4", 30_000)]
    [InlineData("62.5", 62.5)]
    public void Both_versions_read_every_way_to_write_a_number(string json, double milliseconds)
    {
        V4(json).MaxLatency.Should().Be(milliseconds);
        V3(json)!.Value.TotalMilliseconds.Should().Be(milliseconds);
    }

    [Theory]
    [InlineData("49.9")]
    [InlineData("3.1e4")]
    [InlineData("1e400")]
    [InlineData("-50")]
    [InlineData("\"50\"")]
    public void What_is_out_of_range_or_no_number_is_refused(string json)
    {
        FluentActions.Invoking(() => V4(json)).Should().Throw<V4Exception>();
        FluentActions.Invoking(() => V3(json)).Should().Throw<ProtocolException>();
    }

    private static V4StartSession V4(string json) =>
        (V4StartSession)
            V4ClientMessages.Read(
                Encoding.UTF8.GetBytes(
                    $$"""{"type":"start_session","audioFormat":{"format":"auto"},"maxLatency":{{json}}}"""
                ),
                out _
            );

    private static TimeSpan? V3(string json) =>
        V3ClientMessage
            .Read(Encoding.UTF8.GetBytes($$"""{"type":"start_session","maxLatency":{{json}}}"""))
            .ReadMaxLatency();
}
