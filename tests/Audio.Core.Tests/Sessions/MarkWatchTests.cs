using System.Buffers;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;

namespace Audio.Core.Tests.Sessions;

/// <summary>Marks are told when the device has played their frame; in virtual time.</summary>
public sealed class MarkWatchTests : ISessionFlow, IDisposable
{
    private readonly PositionRig _rig = new();
    private readonly SessionIntake _intake;
    private readonly MarkWatch _watch;
    private readonly List<(string Name, long At)> _told = [];

    public MarkWatchTests()
    {
        var scheduler = new SessionScheduler(_rig.Time, static e => throw e, static item => item.Execute());
        var hold = new FrameHold(static item => item.Execute());
        SessionContext context = _rig.Context;
        _intake = new SessionIntake(_rig.Stream, scheduler, context.SampleRate, context.Backlog, keepsBacklog: false)
        {
            Hold = hold,
        };
        _intake.Join(this);
        var life = new SessionLifecycle(static () => throw new InvalidOperationException(), static () => true);
        _watch = new MarkWatch(_rig, _rig.Scheduler, _rig.Stream, _rig.Position, _intake, life, mark =>
            _told.Add((mark.Name, _rig.Scheduler.Clock))
        );
    }

    bool ISessionFlow.IsOver => false;

    bool ISessionFlow.IsSilenced => false;

    bool ISessionFlow.IsMixed => true;

    void ISessionFlow.Arrives() { }

    void ISessionFlow.Sound() { }

    void ISessionFlow.AllIsHere() { }

    void ISessionFlow.AllIsDecoded() { }

    void ISessionFlow.Fail(Exception error) => throw error;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void It_looks_when_the_frame_behind_the_mark_can_have_been_played()
    {
        Take(960);
        _rig.Join();
        _rig.Render();
        Add((2 * 47, "word"));
        _rig.FramesPlayed = 48;
        _rig.Scheduler.Start();

        _told.Should().Equal(("word", TimeSpan.TicksPerMillisecond));
    }

    [Fact]
    public void What_was_heard_already_is_told_at_once()
    {
        Take(480);
        _rig.Join();
        _rig.Render();
        _rig.FramesPlayed = 300;
        Add((400, "c"), (2, "a"), (2, "b"));

        _told.Should().Equal(("c", 0), ("a", 0), ("b", 0));
    }

    [Fact]
    public void Of_several_the_nearest_is_told_first_and_those_of_one_place_in_the_order_in_which_they_were_set()
    {
        Take(480);
        _rig.Join();
        _rig.Render();
        Add((400, "c"), (2, "a"), (2, "b"));
        _told.Should().BeEmpty();
        _watch.Tell(framesPlayed: 201);

        _told.Should().Equal(("a", 0), ("b", 0), ("c", 0));
    }

    [Fact]
    public void At_the_end_of_what_was_sent_it_is_told_when_all_of_that_was_heard()
    {
        Take(480);
        _rig.Join();
        _rig.Render();
        Add((960, "end"));
        _rig.FramesPlayed = 479;
        _watch.Watch();
        _told.Should().BeEmpty();
        _rig.FramesPlayed = 480;
        _rig.Scheduler.Start();

        _told.Should().ContainSingle().Which.Name.Should().Be("end");
    }

    [Fact]
    public void While_nothing_moves_nobody_looks()
    {
        Take(480);
        Add((0, "first"));
        _rig.Scheduler.Start();
        _rig.Scheduler.Clock.Should().Be(0, "nothing was scheduled before it is in the mix");

        _rig.Join();
        _rig.Render();
        _rig.FramesPlayed = 1;
        _watch.Watch();
        _told.Should().Equal(("first", 0));
    }

    private void Add(params ReadOnlySpan<(long Offset, string Name)> marks)
    {
        foreach ((long offset, string name) in marks)
        {
            _watch.TryReserve().Should().BeTrue();
            _watch.Add(new SessionMark(offset, name));
        }
    }

    private void Take(int frames) =>
        _intake.Take(new ChunkFrame(1, 0, ChunkFrameFlags.None, new ReadOnlySequence<byte>(new byte[2 * frames])));
}
