using System.Buffers;
using System.IO.Pipelines;
using System.Reactive.Concurrency;
using System.Threading.Tasks.Sources;
using Audio.Core.Sessions.Intake;
using Audio.Core.Wires;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Protocol.Chunks;
using Audio.Testing;
using Audio.Testing.Engines;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Reactive.Testing;

namespace Audio.Core.Tests.Wires;

/// <summary>A client that floods keeps nobody from being served: all of them on one thread, in virtual time.</summary>
public sealed class WireBudgetTests
{
    private readonly TestScheduler _time = new();
    private readonly List<(long Time, string What, int Count)> _taken = [];

    [Fact]
    public void Beside_a_pipe_that_floods_another_has_its_turn()
    {
        ConnectAt(200, Pipe(frames: 200, payload: 10), "flood");
        ConnectAt(200, Pipe(frames: 1, payload: 10), "other");

        _time.Start();

        _taken
            .Should()
            .Equal((200, "flood", 64), (200, "other", 1), (201, "flood", 64), (202, "flood", 64), (203, "flood", 8));
    }

    [Fact]
    public void Long_frames_are_counted_by_their_bytes()
    {
        ConnectAt(200, Pipe(frames: 5, payload: 128 * 1024), "flood");
        ConnectAt(200, Pipe(frames: 1, payload: 10), "other");

        _time.Start();

        _taken.Should().Equal((200, "flood", 2), (200, "other", 1), (201, "flood", 2), (202, "flood", 1));
    }

    [Fact]
    public void Beside_a_version_4_client_that_floods_another_has_its_turn()
    {
        ReceiveAt(200, messages: 150, "flood");
        ReceiveAt(200, messages: 1, "other");

        _time.Start();

        _taken.Should().Equal((200, "flood", 64), (200, "other", 1), (201, "flood", 64), (202, "flood", 22));
    }

    [Fact]
    public async Task Who_had_to_wait_has_a_whole_budget_again()
    {
        int turns = 0;
        var budget = new WireBudget(item =>
        {
            turns++;
            item.Execute();
        });
        for (int i = 0; i < 10 * WireBudget.MaxMessages; i++)
        {
            if (i % (WireBudget.MaxMessages - 1) == 0)
                budget.Renew();
            await budget.SpendAsync(1);
        }
        turns.Should().Be(0);
        for (int i = 0; i < WireBudget.MaxMessages; i++)
            await budget.SpendAsync(1);
        turns.Should().Be(1);
    }

    [Fact]
    public async Task Messages_that_take_long_are_counted_by_their_time()
    {
        int turns = 0;
        var budget = new WireBudget(item =>
        {
            turns++;
            item.Execute();
        });
        for (int i = 0; i < 6; i++)
            await budget.SpendAsync(1, WireBudget.MaxBusy / 2);
        turns.Should().Be(3);
    }

    [Fact]
    public void Beside_a_version_4_client_whose_messages_all_had_to_be_waited_for_another_has_its_turn()
    {
        ReceiveAt(200, messages: 150, "flood", waits: true);
        ReceiveAt(200, messages: 1, "other");

        _time.Start();

        _taken.Should().Equal((200, "flood", 64), (200, "other", 1), (201, "flood", 64), (202, "flood", 22));
    }

    [Fact]
    public void Turns_allocate_nothing()
    {
        var budget = new WireBudget(static item => item.Execute());
        Spend();
        Allocations.Of(Spend).Should().Be(0);

        void Spend()
        {
            for (int i = 0; i < 10 * WireBudget.MaxMessages; i++)
                budget.SpendAsync(100).GetAwaiter().GetResult();
        }
    }

    /// <summary>What waits for its turn runs one tick later, behind what is due now.</summary>
    private void Start(IThreadPoolWorkItem item) => _time.Schedule(item.Execute);

    private static PipeReader Pipe(int frames, int payload)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        for (int i = 0; i < frames; i++)
        {
            ChunkFrameWriter.Write(
                pipe.Writer,
                new ChunkFrame(
                    1,
                    (long)i * payload,
                    ChunkFrameFlags.None,
                    new ReadOnlySequence<byte>(new byte[payload])
                )
            );
        }

        pipe.Writer.Complete();
        return pipe.Reader;
    }

    private void ConnectAt(long time, PipeReader frames, string name) =>
        _time.ScheduleAbsolute(time, () =>
            new AudioConnection(frames, ChunkFrameLimits.Default, new FrameHold(Start), static (_, _) =>
                throw new NotSupportedException()
            ).Subscribe(new Noting(this, name))
        );

    private void ReceiveAt(long time, int messages, string name, bool waits = false) =>
        _time.ScheduleAbsolute(time, () =>
        {
            var test = new TestEngine();
            var options = new V4ServerOptions();
            var context = new V4Context(
                test.Engine,
                options,
                test.Time,
                NullLogger.Instance,
                new V4ResumeRegistry(options, test.Time, NullLogger.Instance)
            );
            var transport = new Flood(messages, waits);
            var refusals = new V4Refusals(context, name, new Outbox(transport, test.Time));
            new V4Receiver(
                transport,
                new V4Gate(static item => item.Execute()),
                new V4FrameTurn(new FrameHold(Start), refusals),
                refusals,
                new Silent(),
                ChunkFrameLimits.Default,
                test.Time,
                new WireBudget(Start)
            ).Subscribe(new Noting(this, name));
        });

    private void Note(string what)
    {
        if (_taken.Count > 0 && _taken[^1] is var (time, last, count) && last == what && time == _time.Clock)
            _taken[^1] = (time, what, count + 1);
        else
            _taken.Add((_time.Clock, what, 1));
    }

    private sealed class Noting(WireBudgetTests test, string name) : IObserver<ChunkFrame>
    {
        public void OnNext(ChunkFrame value) => test.Note(name);

        public void OnError(Exception error) => test.Note($"{name}: {error.Message}");

        public void OnCompleted() { }
    }

    /// <summary>A client whose frames are all there.</summary>
    /// <param name="messages">How many.</param>
    /// <param name="waits">
    /// Whether each comes when it is waited for, on the same thread, as from a web server that has more.
    /// </param>
    private sealed class Flood(int messages, bool waits) : IMessageTransport
    {
        private readonly byte[] _frame = new byte[ChunkFrameHeader.Size + 10];
        private int _left = messages;

        public ValueTask<TransportMessage> ReceiveAsync() =>
            waits ? new ValueTask<TransportMessage>(new InTheWait(Next()), 0) : ValueTask.FromResult(Next());

        private TransportMessage Next()
        {
            if (_left-- == 0)
                return new TransportMessage(TransportMessageKind.Lost);
            new ChunkFrameHeader(ChunkFrameFlags.None, ChunkFrameHeader.Size, 1, 0).Write(_frame);
            return new TransportMessage(TransportMessageKind.ChunkFrame, new ReadOnlySequence<byte>(_frame));
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> json) => ValueTask.CompletedTask;

        public ValueTask CloseAsync(int code, string reason) => ValueTask.CompletedTask;

        public void Abort() { }
    }

    /// <summary>Is there as soon as somebody waits for it, inside the wait.</summary>
    private sealed class InTheWait(TransportMessage message) : IValueTaskSource<TransportMessage>
    {
        public TransportMessage GetResult(short token) => message;

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

        public void OnCompleted(
            Action<object?> continuation,
            object? state,
            short token,
            ValueTaskSourceOnCompletedFlags flags
        ) => continuation(state);
    }

    private sealed class Silent : IV4MessageHandler
    {
        public bool IsClosing => false;

        public ValueTask TakeAsync(ReadOnlySequence<byte> message) => ValueTask.CompletedTask;

        public ValueTask EndAsync(int? closeCode) => ValueTask.CompletedTask;
    }
}
