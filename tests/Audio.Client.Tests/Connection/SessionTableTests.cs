using Audio.Client.Tests.Fakes;

namespace Audio.Client.Tests.Connection;

public sealed class SessionTableTests
{
    [Fact]
    public void A_session_is_found_by_its_id_at_once_and_by_its_handle_when_it_has_begun()
    {
        DaemonSession session = OpenSessions.Of("s");
        var table = new SessionTable();

        table.TryAdd(session).Should().BeTrue();
        table.Find("s").Should().BeSameAs(session);
        table.Find(7).Should().BeNull();
        table.Begun.Should().BeEmpty();

        table.Begin(session, 7);
        table.Find(7).Should().BeSameAs(session);
        table.Begun.Should().Equal(session);
    }

    [Fact]
    public void An_id_in_use_is_refused_and_its_owner_stays()
    {
        DaemonSession first = OpenSessions.Of("s");
        DaemonSession second = OpenSessions.Of("s");
        var table = new SessionTable();
        table.TryAdd(first);

        table.TryAdd(second).Should().BeFalse();
        table.Remove(second);
        table.Begin(second, 7);

        table.Find("s").Should().BeSameAs(first);
        table.Find(7).Should().BeNull();
    }

    [Fact]
    public void A_session_whose_handle_is_dropped_has_still_begun()
    {
        DaemonSession session = OpenSessions.Of("s");
        var table = new SessionTable();
        table.TryAdd(session);
        table.Begin(session, 7);

        table.DropHandles();

        table.Find(7).Should().BeNull();
        table.Begun.Should().Equal(session);
    }

    [Fact]
    public void Removing_a_session_leaves_the_handle_that_another_has_got()
    {
        DaemonSession first = OpenSessions.Of("a");
        DaemonSession second = OpenSessions.Of("b");
        var table = new SessionTable();
        table.TryAdd(first);
        table.TryAdd(second);
        table.Begin(first, 7);
        table.Begin(second, 7);

        table.Remove(first);

        table.Find(7).Should().BeSameAs(second);
        table.TakeAll().Should().Equal(second);
        table.Count.Should().Be(0);
        table.Find(7).Should().BeNull();
    }
}
