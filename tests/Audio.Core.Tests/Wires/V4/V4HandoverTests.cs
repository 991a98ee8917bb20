using Audio.Core.Wires.V4;
using Audio.Protocol.V4;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>
/// Connections that resume each other, in every order of their steps: each run ends, each session has one client, and
/// each client is told. S and T have a session, A, B and C have just connected; lower case: it reads nothing.
/// </summary>
public sealed class V4HandoverTests
{
    [Theory]
    [InlineData("A B", "A takes B, B takes A")]
    [InlineData("A B", "A takes B, B takes A, A cut, B cut")]
    [InlineData("A B", "A takes B, B takes A, A takes B")]
    [InlineData("A B C", "A takes B, B takes C, C takes A")]
    [InlineData("A B C", "A takes B, B takes A, C takes A, C takes B")]
    [InlineData("A B S", "A takes S, B takes A")]
    [InlineData("A B S", "A takes S, B takes S")]
    [InlineData("A B S", "A takes S, B takes S, S cut")]
    [InlineData("A B S", "A takes S, A cut, B takes S, B takes A")]
    [InlineData("A B S", "A takes S, B takes A, A takes B")]
    [InlineData("A B C S", "A takes S, B takes A, C takes B")]
    [InlineData("A S", "A takes S, S cut")]
    [InlineData("A S", "A takes S, S closes")]
    [InlineData("A S", "A takes S, A closes, S cut")]
    [InlineData("A B S", "A takes A, A takes S, B takes S")]
    [InlineData("A B S T", "A takes S, B takes T, A cut, S cut")]
    [InlineData("A B s", "A takes s, B takes A")]
    [InlineData("A B s", "A takes s, B takes s, A cut")]
    public async Task Every_order_of_steps_ends_with_each_session_at_one_client(string peers, string plan)
    {
        Interleavings all = await Task.Run(() => Interleavings.ForEachAsync(choices => RunAsync(choices, peers, plan)));
        all.Runs.Should().BeGreaterThan(1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{all.Runs} orders");
    }

    [Fact]
    public Task A_client_that_cannot_leave_its_connection_in_time_is_refused_and_can_be_resumed_later() =>
        Task.Run(async () =>
        {
            var world = new HandoverWorld(new Interleavings());
            await world.ConnectAsync("S", hasSession: true);
            await world.ConnectAsync("A", hasSession: false);
            await world.ConnectAsync("B", hasSession: false);
            world.Plan("A takes S");
            world.Take(0); // it is received
            world.Take(0); // S is closed; that nothing is under way there is not known yet
            world.Pass(V4Takeover.LeaveLimit);
            await world["A"].UntilToldAsync<V4Error>(1);
            V4Error refused = world["A"].Told<V4Error>().Single();
            (refused.Code, refused.Retryable).Should().Be((V4ErrorCodes.Internal, true));
            world["A"].IsOpen.Should().BeTrue();

            world.Plan("B takes S");
            world.Take(0);
            world.Take(0);
            world["B"].Told<V4Resumed>().Should().BeEmpty();
            world.Take(0); // now it is known
            await world["B"].UntilToldAsync<V4Resumed>(1);
            world["B"].Told<V4Resumed>().Single().Sessions.Should().ContainSingle().Which.SessionId.Should().Be("S");
        });

    private static async Task RunAsync(Interleavings choices, string peers, string plan)
    {
        var world = new HandoverWorld(choices);
        foreach (string name in peers.Split(' '))
        {
            await world.ConnectAsync(name, hasSession: "ST".Contains(name, StringComparison.OrdinalIgnoreCase));
            if (char.IsLower(name[0]))
                world.FillReplies(name);
        }
        foreach (string step in plan.Split(", "))
            world.Plan(step);
        await world.RunAsync();
        if (!plan.Contains("cut", StringComparison.Ordinal) && !plan.Contains("closes", StringComparison.Ordinal))
            world.Open.Should().NotBeEmpty($"somebody has won in run {choices}");
        await world.CheckAsync(goOn: !plan.Contains("closes", StringComparison.Ordinal));
    }
}
