using System.Text.Json;
using Audio.Cli.Status;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Cli.Tests.Status;

public sealed class StatusTextTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_000_000));

    [Fact]
    public void Of_a_full_answer_says_it()
    {
        Of(
                """
                {"daemon":"persistent-audio-daemon","version":"0.1.0","port":9000,"uptime":7380000,
                 "sessions":["client_1"],
                 "output":{"sink":"pulse","state":"open","reason":"auto: the first that opened"},
                 "playback":[{"state":"playing"},{"state":"paused"},{"state":"draining"},{"state":"queued"}],
                 "clients":[{"id":"client_1","connectedAt":940000,"lastActivity":999500,
                             "userAgent":"speaker/2\u001b[31m"},
                            {"id":"client_2","connectedAt":999000,"lastActivity":999000,"userAgent":"unknown"}]}
                """
            )
            .Should()
            .Equal(
                "audiod 0.1.0 is running on port 9000.",
                "up        2 h 3 min",
                "sink      pulse, open: auto: the first that opened",
                "sessions  1",
                "sounding  2",
                "waiting   1",
                "clients   2",
                "  client_1, connected for 1 min 0 s, last message 500 ms ago, speaker/2?[31m",
                "  client_2, connected for 1 s, last message 1 s ago"
            );
    }

    [Fact]
    public void Of_many_clients_names_twenty()
    {
        string clients = string.Join(',', Enumerable.Range(1, 25).Select(i => $$"""{"id":"client_{{i}}"}"""));

        Of($$"""{"clients":[{{clients}}]}""")
            .Should()
            .HaveCount(23)
            .And.EndWith("  and 5 more")
            .And.Contain("  client_20");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"uptime":"soon","clients":3,"sessions":{},"output":[],"playback":1,"version":null}""")]
    public void Of_an_answer_that_lacks_fields_leaves_them_out(string json) =>
        Of(json).Should().Equal("audiod of an unknown version is running on port 9000.");

    private string[] Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return StatusText
            .Of(document.RootElement, 9000, null, _time)
            .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
