using System.Text;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Sessions;
using CsCheck;

namespace Audio.Host.Tests.Http;

public sealed class SessionChangeTests
{
    [Theory]
    [InlineData("""{"volume":0.5,"paused":true}""", 0.5f, true)]
    [InlineData("""{"volume":0}""", 0f, null)]
    [InlineData("""{"volume":4.0}""", 4f, null)]
    [InlineData(""" { "paused" : false } """, null, false)]
    public void Read_a_change(string json, float? volume, bool? paused) =>
        Read(json).Should().Be(new SessionChange(volume, paused));

    [Theory]
    [InlineData("{}", """The body changes nothing. Send {"volume":0.5}, {"paused":true} or both.""")]
    [InlineData("[]", """The body is not a JSON object. Send {"volume":0.5}, {"paused":true} or both.""")]
    [InlineData(
        """{"volum":1}""",
        """A session has no volum that can be set. Send {"volume":0.5}, {"paused":true} or both."""
    )]
    [InlineData("""{"volume":"1"}""", "The volume is a number from 0 to 4; it is \"1\".")]
    [InlineData("""{"volume":null}""", "The volume is a number from 0 to 4; it is null.")]
    [InlineData("""{"volume":4.001}""", "The volume is a number from 0 to 4; it is 4.001.")]
    [InlineData("""{"volume":1e999}""", "The volume is a number from 0 to 4; it is 1e999.")]
    [InlineData("""{"paused":1}""", "paused is true or false; it is 1.")]
    public void Read_what_cannot_be_used_is_a_problem(string json, string detail)
    {
        ApiProblem problem = FluentActions
            .Invoking(() => Read(json))
            .Should()
            .Throw<ApiProblemException>()
            .Which.Problem;

        (problem.Status, problem.Type, problem.Detail).Should().Be((400, "/problems/invalid-body", detail));
    }

    [Fact]
    public void Read_any_text_is_a_change_or_a_problem() =>
        Gen.OneOf(
                Gen.String,
                Gen.Select(
                    Gen.OneOf("volume", "paused", "x"),
                    Gen.OneOf("1", "true", "-1", "\"", "{", "null", "[1"),
                    (name, value) => $$"""{"{{name}}":{{value}}}"""
                )
            )
            .Sample(
                json =>
                {
                    try
                    {
                        Read(json).Should().NotBe(default(SessionChange));
                    }
                    catch (ApiProblemException e)
                    {
                        e.Problem.Type.Should().Be("/problems/invalid-body");
                    }
                },
                iter: 1_000
            );

    private static SessionChange Read(string json) => SessionChange.Read(Encoding.UTF8.GetBytes(json));
}
