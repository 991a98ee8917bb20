using Audio.Client.Tests.Fakes;

namespace Audio.Client.Tests.Reconnecting;

public sealed class ReconnectorTests
{
    private readonly LinkRig _rig = new();
    private readonly AudioDaemonClientOptions _options = new() { Reconnect = ReconnectPolicy.Delays(0, 0, 0) };
    private readonly ConnectedDaemon _before;

    public ReconnectorTests()
    {
        _options.Endpoints.Add("ws://here:1");
        _options.Endpoints.Add("ws://there:1");
        _before = _rig.Open(new FakeConnection());
    }

    [Fact]
    public async Task Without_sessions_to_lose_every_attempt_tries_all_endpoints()
    {
        _rig.Fail();
        _rig.Answer("T2", "ws://there:1");

        ConnectedDaemon next = await ReconnectAsync();

        next.Endpoint.Should().Be(AudioDaemonEndpoint.Parse("ws://there:1"));
        _rig.Plans.Should().Equal(Plan(others: true), Plan(others: true));
    }

    [Fact]
    public async Task With_sessions_to_lose_the_others_come_after_the_strategy_has_given_up()
    {
        _rig.Begun("s", 1);
        _rig.Fail();
        _rig.Fail();
        _rig.Answer("T2", "ws://there:1");

        await ReconnectAsync();

        _rig.Plans.Should()
            .Equal(
                Plan(others: false, maySpawn: true),
                Plan(others: false, maySpawn: true),
                new ConnectPlan(First: null, Others: true, MaySpawn: false)
            );
    }

    [Fact]
    public async Task What_cannot_be_retried_ends_the_attempts_with_its_own_error()
    {
        _rig.Fail(AudioDaemonErrorKind.Incompatible);

        (await this.Awaiting(t => t.ReconnectAsync()).Should().ThrowAsync<AudioConnectionException>())
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.Incompatible);
        _rig.Plans.Should().ContainSingle();
    }

    [Theory]
    [InlineData(false, "The connection to ws://here:1 broke: Cut. No reconnect policy is set.")]
    [InlineData(
        true,
        "The connection to ws://here:1 broke: Cut. The reconnect strategy made no attempt that succeeded."
    )]
    public async Task A_strategy_that_is_missing_or_does_nothing_is_told(bool doesNothing, string text)
    {
        _options.Reconnect = doesNothing ? ReconnectPolicy.From((_, _) => ValueTask.CompletedTask) : null;

        (await this.Awaiting(t => t.ReconnectAsync()).Should().ThrowAsync<AudioConnectionException>()).WithMessage(
            text
        );
        _rig.Plans.Should().BeEmpty();
    }

    private static ConnectPlan Plan(bool others, bool maySpawn = false) => new("ws://here:1", others, maySpawn);

    private Task<ConnectedDaemon> ReconnectAsync() =>
        new Reconnector(_options, _rig.State, _rig.Takeover, _rig.Clock)
            .ReconnectAsync(_before, "Cut.", CancellationToken.None)
            .Within();
}
