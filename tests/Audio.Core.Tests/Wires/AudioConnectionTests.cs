using System.Buffers;
using System.IO.Pipelines;
using Audio.Core.Sessions.Intake;
using Audio.Core.Wires;
using Audio.Protocol.Chunks;

namespace Audio.Core.Tests.Wires;

public sealed class AudioConnectionTests
{
    private readonly Pipe _pipe = new(
        new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false
        )
    );

    private readonly FrameHold _hold = new(static item => item.Execute());
    private readonly Recorder _recorder;

    public AudioConnectionTests() => _recorder = new Recorder(_hold);

    [Fact]
    public void Nothing_is_read_before_somebody_subscribes()
    {
        AudioConnection connection = Connection();
        Write(1, 0, [1, 2, 3]);
        _recorder.Events.Should().BeEmpty();
        connection.Subscribe(_recorder);
        _recorder.Events.Should().Equal("1@0 010203");
    }

    [Fact]
    public void Every_frame_is_given_in_order_and_the_end_of_the_pipe_completes()
    {
        Connection().Subscribe(_recorder);
        Write(1, 0, [1, 2]);
        Write(2, 0, [3]);
        Write(1, 2, [], ChunkFrameFlags.EndOfStream);
        _pipe.Writer.Complete();
        _recorder.Events.Should().Equal("1@0 0102", "2@0 03", "1@2  end", "completed");
    }

    [Fact]
    public void A_frame_whose_hold_is_taken_keeps_its_bytes_and_stops_the_reading()
    {
        Connection().Subscribe(_recorder);
        _recorder.HoldNext = true;
        Write(1, 0, [1, 2]);
        Write(1, 2, [3, 4]);
        _recorder.Events.Should().Equal("1@0 0102");
        _recorder.Last.Payload.ToArray().Should().Equal(1, 2);
        _hold.Release();
        _recorder.Events.Should().Equal("1@0 0102", "1@2 0304");
    }

    [Fact]
    public void While_a_hold_is_taken_the_writer_is_slowed_by_the_pipe()
    {
        Connection().Subscribe(_recorder);
        _recorder.HoldNext = true;
        Write(1, 0, [1]);
        ChunkFrameWriter.Write(
            _pipe.Writer,
            new ChunkFrame(1, 1, ChunkFrameFlags.None, new ReadOnlySequence<byte>(new byte[100_000]))
        );
        ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync(TestContext.Current.CancellationToken);
        flush.IsCompleted.Should().BeFalse();
        _hold.Release();
        flush.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void Bytes_that_are_no_frame_end_the_stream_with_a_typed_error()
    {
        Connection().Subscribe(_recorder);
        _pipe.Writer.Write(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9 });
        _pipe
            .Writer.FlushAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .IsCompletedSuccessfully.Should()
            .BeTrue();
        _recorder.Events.Should().Equal("error ProtocolException");
    }

    [Fact]
    public void A_cut_inside_a_frame_drops_its_beginning_and_completes()
    {
        var whole = new ArrayBufferWriter<byte>();
        ChunkFrameWriter.Write(
            whole,
            new ChunkFrame(1, 0, ChunkFrameFlags.None, new ReadOnlySequence<byte>(new byte[10]))
        );
        Connection().Subscribe(_recorder);
        _pipe.Writer.Write(whole.WrittenSpan[..^1]);
        _pipe
            .Writer.FlushAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .IsCompletedSuccessfully.Should()
            .BeTrue();
        _pipe.Writer.Complete();
        _recorder.Events.Should().Equal("completed");
    }

    [Fact]
    public void Disposing_the_subscription_ends_the_reading()
    {
        IDisposable subscription = Connection().Subscribe(_recorder);
        Write(1, 0, [1]);
        subscription.Dispose();
        _recorder.Events.Should().Equal("1@0 01", "completed");
        ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync(TestContext.Current.CancellationToken);
        flush.Result.IsCompleted.Should().BeTrue("the writer learns that nobody reads");
    }

    [Fact]
    public void A_second_subscriber_is_refused()
    {
        AudioConnection connection = Connection();
        connection.Subscribe(_recorder);
        Action again = () => connection.Subscribe(_recorder);
        again.Should().Throw<InvalidOperationException>();
    }

    private AudioConnection Connection() =>
        new(_pipe.Reader, new ChunkFrameLimits(1024 * 1024), _hold, (_, _) => throw new NotSupportedException());

    private void Write(uint session, long offset, byte[] payload, ChunkFrameFlags flags = ChunkFrameFlags.None)
    {
        ChunkFrameWriter.Write(
            _pipe.Writer,
            new ChunkFrame(session, offset, flags, new ReadOnlySequence<byte>(payload))
        );
        _pipe
            .Writer.FlushAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .IsCompletedSuccessfully.Should()
            .BeTrue();
    }

    private sealed class Recorder(FrameHold hold) : IObserver<ChunkFrame>
    {
        public List<string> Events { get; } = [];

        public ChunkFrame Last { get; private set; }

        public bool HoldNext { get; set; }

        public void OnNext(ChunkFrame value)
        {
            Last = value;
            Events.Add(
                $"{value.Session}@{value.Offset} "
                    + $"{Convert.ToHexString(value.Payload.ToArray())}{(value.IsEndOfStream ? " end" : "")}"
            );
            if (HoldNext)
                hold.Take();
            HoldNext = false;
        }

        public void OnCompleted() => Events.Add("completed");

        public void OnError(Exception error) => Events.Add($"error {error.GetType().Name}");
    }
}
