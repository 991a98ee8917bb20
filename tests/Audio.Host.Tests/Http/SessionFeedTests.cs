using System.IO.Pipelines;
using Audio.Core.Sessions;
using Audio.Core.Wires;
using Audio.Host.Http.Play;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Host.Tests.Http;

/// <summary>A body that is always available still yields its reading thread now and then.</summary>
public sealed class SessionFeedTests
{
    private readonly TestEngine _test = new(options => options.MaxBuffered = TimeSpan.FromMinutes(1));
    private readonly Queue<IThreadPoolWorkItem> _turns = new();

    [Theory]
    [InlineData(63, 100, 0)]
    [InlineData(64, 100, 1)]
    [InlineData(200, 100, 3)]
    [InlineData(5, 128 * 1024, 2)]
    public async Task A_body_that_floods_is_carried_in_turns(int pieces, int bytes, int turns)
    {
        var body = new Flood(pieces, bytes);
        AudioSession session = Open();

        Task<UploadEnd> carried = CarryAsync(body, session);

        int taken = 0;
        while (_turns.TryDequeue(out IThreadPoolWorkItem? turn))
        {
            carried.IsCompleted.Should().BeFalse();
            taken++;
            body.Read.Should().Be(Math.Min(taken * 64, taken * (WireBudget.MaxBytes / bytes)));
            turn.Execute();
        }
        (await carried).Should().Be(UploadEnd.Whole);
        taken.Should().Be(turns);
        session.Statistics.BytesReceived.Should().Be((long)pieces * bytes);
    }

    [Fact]
    public async Task A_body_that_had_to_be_waited_for_has_a_whole_budget_again()
    {
        var body = new Flood(120, 100) { WaitsAt = 60 };
        AudioSession session = Open();

        Task<UploadEnd> carried = CarryAsync(body, session);
        (body.Read, _turns.Count).Should().Be((60, 0));
        body.Arrive();

        (await carried).Should().Be(UploadEnd.Whole);
        _turns.Should().BeEmpty();
        session.Statistics.BytesReceived.Should().Be(12_000);
    }

    private Task<UploadEnd> CarryAsync(PipeReader body, AudioSession session)
    {
        var upload = new Upload(body, TimeSpan.FromSeconds(30), _test.Time);
        return new SessionFeed(session, upload, new WireBudget(_turns.Enqueue)).RunAsync();
    }

    private AudioSession Open() =>
        _test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), Container = AudioContainer.Raw }
        );

    /// <summary>A body whose next piece is always available, except at one point.</summary>
    private sealed class Flood(int pieces, int bytes) : PipeReader
    {
        private readonly TaskCompletionSource _arrival = new();

        public int WaitsAt { get; init; } = -1;

        /// <summary>The number of pieces consumed.</summary>
        public int Read { get; private set; }

        public void Arrive() => _arrival.SetResult();

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            if (Read == WaitsAt)
                await _arrival.Task;
            return Read == pieces
                ? new ReadResult(default, isCanceled: false, isCompleted: true)
                : new ReadResult(new(new byte[bytes]), isCanceled: false, isCompleted: false);
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
            Read = Math.Min(Read + 1, pieces);

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

        public override void CancelPendingRead() { }

        public override void Complete(Exception? exception = null) { }
    }
}
