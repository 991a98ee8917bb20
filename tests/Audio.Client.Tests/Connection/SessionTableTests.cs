using Audio.Client.Connection;
using Audio.Client.Tests.Fakes;

namespace Audio.Client.Tests.Connection;

public sealed class SessionTableTests
{
    [Fact]
    public async Task A_session_is_found_by_its_id_at_once_and_by_its_handle_when_it_has_begun()
    {
        await using var link = new IdleLink();
        PlaybackSession session = link.Session("s");
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
    public async Task An_id_in_use_is_refused_and_its_owner_stays()
    {
        await using var link = new IdleLink();
        PlaybackSession first = link.Session("s");
        PlaybackSession second = link.Session("s");
        var table = new SessionTable();
        table.TryAdd(first);

        table.TryAdd(second).Should().BeFalse();
        table.Remove(second);
        table.Begin(second, 7);

        table.Find("s").Should().BeSameAs(first);
        table.Find(7).Should().BeNull();
    }

    [Fact]
    public async Task A_session_whose_handle_is_dropped_has_still_begun()
    {
        await using var link = new IdleLink();
        PlaybackSession session = link.Session("s");
        var table = new SessionTable();
        table.TryAdd(session);
        table.Begin(session, 7);

        table.DropHandles();

        table.Find(7).Should().BeNull();
        table.Begun.Should().Equal(session);
    }

    [Fact]
    public async Task Removing_a_session_leaves_the_handle_that_another_has_got()
    {
        await using var link = new IdleLink();
        PlaybackSession first = link.Session("a");
        PlaybackSession second = link.Session("b");
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
