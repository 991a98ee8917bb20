using System.Buffers;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sessions.Stages;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Testing.Engines;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sessions.Intake;

/// <summary>
/// The way of frames into a session, alone: 20 ms of room at 48 kHz, mono, in virtual time. What it tells is kept in
/// the order in which it was told.
/// </summary>
public sealed class SessionIntakeTests : ISessionFlow, IDisposable
{
    private const int Room = 960;

    private readonly FakeTimeProvider _time = new();
    private readonly FrameHold _hold = new(static item => item.Execute());
    private readonly List<string> _told = [];
    private StreamDecoder? _stream;
    private Task? _reader;

    public bool IsOver { get; private set; }

    bool ISessionFlow.IsSilenced => false;

    bool ISessionFlow.IsMixed => true;

    void ISessionFlow.Arrives() => _told.Add("arrives");

    void ISessionFlow.Sound() => _told.Add("sound");

    void ISessionFlow.AllIsHere() => _told.Add("all is here");

    void ISessionFlow.AllIsDecoded() => _told.Add("all is decoded");

    void ISessionFlow.Fail(Exception error)
    {
        IsOver = true;
        _told.Add(error.Message);
    }

    public void Dispose() => _stream?.Dispose();

    [Fact]
    public void A_frame_for_which_there_is_room_is_taken_at_once()
    {
        SessionIntake intake = Make();
        intake.Take(Frame(Room));
        IsHeld.Should().BeFalse();
        intake.BytesReceived.Should().Be(2 * Room);
        intake.IsClosed.Should().BeFalse();
        _told.Should().Equal("arrives", "sound");
    }

    [Fact]
    public void The_rest_of_a_frame_holds_its_wire_until_there_is_room()
    {
        SessionIntake intake = Make();
        intake.Take(Frame(Room + 100));
        IsHeld.Should().BeTrue();
        intake.BytesReceived.Should().Be(2 * Room);
        intake.IsClosed.Should().BeTrue();
        Play(100);
        IsHeld.Should().BeTrue("it looks when half of what was held can have been played");
        _time.Advance(TimeSpan.FromMilliseconds(10));
        IsHeld.Should().BeFalse();
        intake.BytesReceived.Should().Be(2 * (Room + 100));
    }

    [Fact]
    public void With_a_backlog_the_wire_goes_on_and_what_waits_is_counted()
    {
        SessionIntake intake = Make(keepsBacklog: true);
        intake.Take(Frame(Room + 100));
        IsHeld.Should().BeFalse();
        intake.BytesReceived.Should().Be(2 * (Room + 100));
        intake.FramesInBacklog.Should().Be(100);
        intake.FramesReceived.Should().Be(Room + 100);
    }

    [Fact]
    public void What_was_dropped_has_been_received_and_holds_nobody()
    {
        SessionIntake intake = Make(keepsBacklog: true);
        intake.Take(Frame(Room + 100));
        intake.Drop();
        intake.FramesInBacklog.Should().Be(0);
        intake.FramesReceived.Should().Be(Room + 100);
        _told.Clear();
        Play(Room);
        _time.Advance(TimeSpan.FromSeconds(1));
        _told.Should().BeEmpty("nothing waits any more");
    }

    [Fact]
    public void Detached_it_holds_no_wire_and_what_was_not_taken_is_not_received()
    {
        SessionIntake intake = Make();
        intake.Take(Frame(Room + 100));
        intake.Detach();
        IsHeld.Should().BeFalse();
        intake.BytesReceived.Should().Be(2 * Room);
        intake.Take(Frame(50));
        IsHeld.Should().BeFalse();
        intake.BytesReceived.Should().Be(2 * Room);
        intake.Attach();
        intake.Take(Frame(50));
        IsHeld.Should().BeTrue();
    }

    [Fact]
    public void The_end_is_told_when_all_is_here_and_again_when_all_is_decoded()
    {
        SessionIntake intake = Make(keepsBacklog: true);
        intake.Take(Frame(Room + 100, ChunkFrameFlags.EndOfStream));
        _told.Should().Equal("arrives", "all is here", "sound");
        intake.IsStreamEnded.Should().BeTrue();
        intake.IsOpen.Should().BeFalse();
        Play(100);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        _told.Should().Equal("arrives", "all is here", "sound", "all is here", "sound", "all is decoded");
    }

    [Fact]
    public void The_end_behind_what_waits_in_the_wire_is_not_told_before_that_is_here()
    {
        SessionIntake intake = Make();
        intake.Take(Frame(Room + 100));
        intake.End();
        _told.Should().Equal("arrives", "sound");
        Play(100);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        _told.Should().Equal("arrives", "sound", "all is here", "sound", "all is decoded");
    }

    [Fact]
    public void Behind_the_end_nothing_is_taken()
    {
        SessionIntake intake = Make();
        intake.End();
        _told.Clear();
        intake.Take(Frame(10));
        intake.Fail(new InvalidOperationException("late"));
        intake.BytesReceived.Should().Be(0);
        _told.Should().BeEmpty();
    }

    [Fact]
    public void What_cannot_be_played_ends_the_session_and_holds_no_wire()
    {
        SessionIntake intake = Make(container: AudioContainer.Auto);
        intake.Take(new ChunkFrame(1, 0, ChunkFrameFlags.EndOfStream, new ReadOnlySequence<byte>("RIFF"u8.ToArray())));
        _told.Should().Equal("arrives", "The stream ended inside its WAV header.");
        IsHeld.Should().BeFalse();
        intake.IsOpen.Should().BeFalse();
    }

    [Fact]
    public void What_was_promised_is_kept_though_the_buffer_has_less_room_than_it_seemed()
    {
        SessionIntake intake = Make();
        intake.Promise().Should().Be(2 * Room);
        intake.Take(Frame(Room - 100));
        _stream!.Buffer!.Write(new float[50]); // as an effect that adds to the sound
        intake.Take(Frame(60));
        intake.Take(Frame(40, ChunkFrameFlags.EndOfStream));
        IsHeld.Should().BeFalse();
        (intake.BytesReceived, intake.BytesDecoded, intake.FramesInBacklog)
            .Should()
            .Be((2 * Room, 2 * (Room - 50), 50));
        _told.Should().EndWith(["arrives", "all is here"]);

        Play(500);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        (intake.BytesDecoded, intake.FramesInBacklog).Should().Be((2 * Room, 0));
        _stream.Buffer.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void A_promise_counts_what_waits_and_never_decreases()
    {
        SessionIntake intake = Make();
        intake.Promise();
        _stream!.Buffer!.Write(new float[50]);
        intake.Take(Frame(Room));
        intake.Promise().Should().Be(2 * Room, "what waits has no room yet");
        Play(200);
        intake.Promise().Should().Be(2 * (Room + 150), "150 frames are free beyond those that wait");
        intake.Take(Frame(151));
        IsHeld.Should().BeTrue("one frame more was sent than was promised");
        (intake.BytesReceived - 2 * Room).Should().Be(2 * 150);
    }

    /// <summary>As the wire sees it, which reads no further while it waits.</summary>
    private bool IsHeld
    {
        get
        {
            _reader = _reader is { IsCompleted: false } ? _reader : _hold.WhenReleased().AsTask();
            return !_reader.IsCompleted;
        }
    }

    private static ChunkFrame Frame(int samples, ChunkFrameFlags flags = ChunkFrameFlags.None) =>
        new(1, 0, flags, new ReadOnlySequence<byte>(new byte[2 * samples]));

    private SessionIntake Make(bool keepsBacklog = false, AudioContainer container = AudioContainer.Raw)
    {
        SessionContext context = SessionParts.Context(_time, new TestEngine().Output);
        _stream = new StreamDecoder(context.Buffering, AudioFormat.Pcm16(48_000, 1), container, context.Effects);
        var scheduler = new SessionScheduler(_time, static error => throw error, static item => item.Execute());
        var intake = new SessionIntake(_stream, scheduler, context.SampleRate, context.Backlog, keepsBacklog)
        {
            Hold = _hold,
        };
        intake.Join(this);
        return intake;
    }

    private void Play(int frames) => _stream!.Buffer!.Read(new float[frames]).Should().Be(frames);
}
