using System.Net;
using Audio.Host.Options;
using Audio.Host.Security;
using Microsoft.Extensions.Primitives;

namespace Audio.Host.Tests.Security;

public sealed class RequestGuardTests
{
    private const int Port = 8081;

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:8081")]
    [InlineData("LocalHost:8081")]
    [InlineData("localhost.:8081")]
    [InlineData("localhost:9999")] // A forwarded port (ssh -L) is still the visitor's own machine.
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:8081")]
    [InlineData("127.8.9.1:8081")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8081")]
    [InlineData("[0:0:0:0:0:0:0:1]:8081")]
    [InlineData("[::ffff:127.0.0.1]:8081")]
    public void Host_loopback_comes_in(string host) => Refusal(host).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("example.org")]
    [InlineData("example.org:8081")]
    [InlineData("localhost.example.org")]
    [InlineData("localhost.evil.org:8081")]
    [InlineData("example.localhost")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("128.0.0.1")]
    [InlineData("10.0.0.1:8081")]
    [InlineData("[::2]:8081")]
    [InlineData("[fe80::1]")]
    [InlineData("0.0.0.0:8081")]
    [InlineData("localhost..")]
    [InlineData("localhost@example.org")]
    [InlineData("localhost:8081@example.org")]
    [InlineData("example.org@localhost")]
    [InlineData("example.org#localhost")]
    [InlineData("localhost/")]
    [InlineData("localhost:")]
    [InlineData("localhost:80:80")]
    [InlineData("localhost:+80")]
    [InlineData("localhost:99999")]
    [InlineData("localhost ")]
    [InlineData(" localhost")]
    [InlineData("::1")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    [InlineData("[::1%eth0]")]
    [InlineData("[localhost]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("127.0.0.01")]
    [InlineData("localhost,example.org")]
    public void Host_other_is_refused(string host) =>
        Refusal(host)
            .Should()
            .Be(
                $"The Host header '{host}' is not a name of this daemon. Address it as localhost, or start it with "
                    + "--allow-host NAME (AUDIOD_ALLOWEDHOSTS)."
            );

    [Fact]
    public void Host_twice_is_refused() =>
        Guard()
            .Refusal(new StringValues(["localhost", "localhost"]), StringValues.Empty, IPAddress.Loopback, Port)
            .Should()
            .StartWith("The Host header 'localhost,localhost' is not a name of this daemon.");

    [Fact]
    public void Host_missing_is_refused() =>
        Guard()
            .Refusal(StringValues.Empty, StringValues.Empty, IPAddress.Loopback, Port)
            .Should()
            .StartWith("The Host header '' is not a name");

    [Fact]
    public void Host_long_or_with_controls_is_quoted_safely()
    {
        string refusal = Refusal("a\r\nb" + new string('x', 500))!;

        refusal.Should().StartWith("The Host header 'a??bxxx").And.Contain("…'").And.NotContain("\n");
        refusal.Length.Should().BeLessThan(400);
    }

    [Theory]
    [InlineData("studio.local")]
    [InlineData("STUDIO.local.:8081")]
    [InlineData("[2001:db8::5]:8081")]
    [InlineData("192.0.2.7:8081")]
    public void Host_on_the_list_comes_in(string host) =>
        Refusal(host, options: new() { AllowedHosts = ["Studio.Local", "2001:DB8::5", "192.0.2.7"] }).Should().BeNull();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1:8081", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("fe80::5%3", "[fe80::5]:8081", true)]
    [InlineData("192.0.2.1", "192.0.2.2:8081", false)]
    [InlineData("192.0.2.1", "example.org", false)]
    public void Host_the_address_the_connection_arrived_at_comes_in(string localAddress, string host, bool comesIn) =>
        (Guard().Refusal(host, StringValues.Empty, IPAddress.Parse(localAddress), Port) is null).Should().Be(comesIn);

    [Theory]
    [InlineData("http://localhost:8081")]
    [InlineData("http://LOCALHOST:8081")]
    [InlineData("HTTP://localhost:8081")]
    [InlineData("http://localhost.:8081")]
    [InlineData("http://127.0.0.1:8081")]
    [InlineData("http://[::1]:8081")]
    public void Origin_own_comes_in(string origin) => Refusal("localhost:8081", origin).Should().BeNull();

    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("")]
    [InlineData("localhost:8081")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:8082")]
    [InlineData("https://localhost:8081")]
    [InlineData("file://")]
    [InlineData("http://example.org")]
    [InlineData("https://example.org")]
    [InlineData("http://localhost:8081.example.org")]
    [InlineData("http://localhost.example.org:8081")]
    [InlineData("http://localhost@example.org:8081")]
    [InlineData("http://localhost:8081@example.org")]
    [InlineData("http://example.org@localhost:8081")]
    [InlineData("http://user:word@localhost:8081")]
    [InlineData("http://localhost:8081/")]
    [InlineData("http://localhost:8081/page")]
    [InlineData("http://localhost:8081?x")]
    [InlineData("http://localhost:8081#x")]
    [InlineData("http:\\\\localhost:8081")]
    [InlineData("http://localhost:8081 http://example.org")]
    [InlineData("http://127.1:8081")]
    [InlineData("chrome-extension://abcdef")]
    public void Origin_other_is_refused(string origin) =>
        Refusal("localhost:8081", origin)
            .Should()
            .Be(
                $"Web pages from '{origin}' may not use this daemon. To let them in, start it with "
                    + "--allow-origin ORIGIN (AUDIOD_ALLOWEDORIGINS)."
            );

    [Fact]
    public void Origin_twice_is_refused() =>
        Guard()
            .Refusal(
                "localhost",
                new StringValues(["http://localhost:8081", "http://localhost:8081"]),
                IPAddress.Loopback,
                Port
            )
            .Should()
            .StartWith("Web pages from ");

    [Theory]
    [InlineData("https://example.org", true)]
    [InlineData("https://EXAMPLE.org:443", true)]
    [InlineData("https://example.org.", true)]
    [InlineData("https://example.org:444", false)]
    [InlineData("http://example.org", false)]
    [InlineData("https://www.example.org", false)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://localhost:3001", false)]
    [InlineData("chrome-extension://abcdef", true)]
    [InlineData("chrome-extension://abcdeg", false)]
    public void Origin_on_the_list_comes_in(string origin, bool comesIn)
    {
        var options = new DaemonOptions
        {
            AllowedOrigins = ["https://example.org", "http://LocalHost:3000", "chrome-extension://abcdef"],
        };

        (Refusal("localhost:8081", origin, options) is null).Should().Be(comesIn);
    }

    [Fact]
    public void Origin_of_an_allowed_host_is_the_daemons_own()
    {
        var options = new DaemonOptions { AllowedHosts = ["studio.local"] };

        Refusal("studio.local:8081", "http://studio.local:8081", options).Should().BeNull();
        Refusal("studio.local:8081", "http://studio.local", options).Should().NotBeNull();
    }

    [Fact]
    public void Origin_allowed_does_not_excuse_the_host() =>
        Refusal("example.org", "http://localhost:8081").Should().StartWith("The Host header 'example.org'");

    private static RequestGuard Guard(DaemonOptions? options = null) =>
        new((options ??= new DaemonOptions()).AllowedHosts, options.AllowedOrigins);

    private static string? Refusal(string host, string? origin = null, DaemonOptions? options = null) =>
        Guard(options)
            .Refusal(host, origin is null ? StringValues.Empty : new StringValues(origin), IPAddress.Loopback, Port);
}
