using Audio.Client.Tests.Fakes;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Connection;

public sealed class CarriedRequestsTests
{
    [Fact]
    public void Requests_are_sent_in_order_up_to_the_first_that_is_refused()
    {
        PendingRequest[] all = [Pause(null), Pause(null), Pause(null)];
        var carried = new CarriedRequests();
        carried.Add(all[2]);
        carried.PutFirst([all[0], all[1]]);
        var offered = new List<PendingRequest>();

        carried.Send(request =>
        {
            offered.Add(request);
            return request != all[1];
        });

        offered.Should().Equal(all[0], all[1]);
        carried.TakeAll().Should().Equal(all[1], all[2]);
        carried.Count.Should().Be(0);
    }

    [Fact]
    public void The_start_of_a_session_is_taken_without_its_other_requests()
    {
        DaemonSession session = OpenSessions.Of("a");
        var start = new PendingRequest(session.StartMessage, session, survivesCut: true);
        PendingRequest pause = Pause(session);
        PendingRequest other = Pause(OpenSessions.Of("b"));
        var carried = new CarriedRequests();
        carried.PutFirst([start, pause, other]);

        carried.TakeStartOf(session).Should().Equal(start);
        carried.TakeStartOf(session).Should().BeEmpty();
        carried.TakeAllOf(session).Should().Equal(pause);
        carried.TakeAll().Should().Equal(other);
    }

    private static PendingRequest Pause(DaemonSession? session) =>
        new(new V4PauseSession { SessionId = "s" }, session, survivesCut: true);
}
