using System.Buffers;
using System.IO.Pipelines;
using Audio.Core.Wires;
using Audio.Core.Wires.Transports;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Wires.Transports;

/// <summary>
/// Two connections on one thread, and one worker that stands in for the thread pool. The sockets never run dry, and
/// they are received from as the web server does: its loop ends only when it may receive no more, and a reader that
/// waits runs inside it.
/// </summary>
public sealed class TurnReaderTests
{
    private const int Receives = 1_000;

    private readonly FakeTimeProvider _time = new();
    private readonly Queue<IThreadPoolWorkItem> _pool = new();
    private readonly List<string> _read = [];
    private readonly Dictionary<string, long> _bytes = [];

    [Fact]
    public void Beside_a_connection_that_floods_another_is_read()
    {
        Task flood = Connect("flood", Receives, bytes: 4096);
        _read.Should().HaveCount(WireBudget.MaxMessages - 1, "then the thread is free for other sockets");
        Task other = Connect("other", receives: 1, bytes: 10);
        _read.Should().EndWith("other");

        RunPool();
        flood.IsCompletedSuccessfully.Should().BeTrue();
        other.IsCompletedSuccessfully.Should().BeTrue();
        _bytes.Should().Equal(new Dictionary<string, long> { ["flood"] = 4096 * Receives, ["other"] = 10 });
    }

    [Fact]
    public void Two_that_flood_take_turns_with_the_rest_of_the_pool()
    {
        _ = Connect("a", Receives, bytes: 4096);
        _ = Connect("b", Receives, bytes: 2);
        int longest = 0;
        while (_pool.TryDequeue(out IThreadPoolWorkItem? item))
        {
            int before = _read.Count;
            item.Execute();
            longest = Math.Max(longest, _read.Count - before);
        }

        longest.Should().BeInRange(1, WireBudget.MaxMessages);
        _bytes.Should().Equal(new Dictionary<string, long> { ["a"] = 4096 * Receives, ["b"] = 2 * Receives });
    }

    [Fact]
    public void What_arrives_between_two_turns_is_known_to_be_there_and_read_at_once()
    {
        var pipe = new Pipe(Inline());
        var reader = new TurnReader(pipe.Reader, new WireBudget(_pool.Enqueue), _time);
        for (int i = 1; i < WireBudget.MaxMessages; i++)
        {
            Write();
            Take(reader.ReadAsync());
        }

        Write();
        ValueTask<ReadResult> reading = reader.ReadAsync();
        Write();
        (reading.IsCompleted, reader.HasUnread).Should().Be((false, true));
        RunPool();
        Take(reading).Should().Be(20);
        reader.HasUnread.Should().BeFalse();

        void Write() => pipe.Writer.WriteAsync(new byte[10]).AsTask().IsCompletedSuccessfully.Should().BeTrue();

        long Take(ValueTask<ReadResult> read)
        {
            read.IsCompletedSuccessfully.Should().BeTrue();
            ReadOnlySequence<byte> bytes = read.Result.Buffer;
            reader.AdvanceTo(bytes.End);
            return bytes.Length;
        }
    }

    [Fact]
    public void Few_bytes_that_take_long_end_the_turn_as_well()
    {
        _ = Connect("slow", Receives, bytes: 100, took: WireBudget.MaxBusy / 2);
        _read.Should().HaveCount(2, "that took a whole turn");
    }

    [Fact]
    public void Who_rests_between_its_bytes_never_leaves_the_thread_of_its_socket()
    {
        var pipe = new Pipe(Inline());
        Task reading = ReadAsync(pipe.Reader, "calm", TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < Receives; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            pipe.Writer.WriteAsync(new byte[10]).AsTask().IsCompletedSuccessfully.Should().BeTrue();
        }

        pipe.Writer.Complete();
        reading.IsCompletedSuccessfully.Should().BeTrue();
        _read.Should().HaveCount(Receives);
        _pool.Should().BeEmpty();
    }

    /// <returns>The reading loop.</returns>
    private Task Connect(string name, int receives, int bytes, TimeSpan took = default)
    {
        var pipe = new Pipe(Inline());
        Task reading = ReadAsync(pipe.Reader, name, took);
        _ = ReceiveAsync(pipe.Writer, receives, bytes);
        return reading;
    }

    /// <summary>The web server's loop.</summary>
    private static async Task ReceiveAsync(PipeWriter writer, int receives, int bytes)
    {
        for (int i = 0; i < receives; i++)
            await writer.WriteAsync(new byte[bytes]);
        await writer.CompleteAsync();
    }

    private async Task ReadAsync(PipeReader pipe, string name, TimeSpan took)
    {
        var reader = new TurnReader(pipe, new WireBudget(_pool.Enqueue), _time);
        while (true)
        {
            ReadResult result = await reader.ReadAsync();
            if (result.IsCompleted && result.Buffer.IsEmpty)
                return;
            _read.Add(name);
            _bytes[name] = _bytes.GetValueOrDefault(name) + result.Buffer.Length;
            _time.Advance(took);
            reader.AdvanceTo(result.Buffer.End);
        }
    }

    private void RunPool()
    {
        while (_pool.TryDequeue(out IThreadPoolWorkItem? item))
            item.Execute();
    }

    /// <summary>The web server's options.</summary>
    private static PipeOptions Inline() =>
        new(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: TurnReader.MaxAheadBytes,
            resumeWriterThreshold: TurnReader.MaxAheadBytes / 2,
            useSynchronizationContext: false
        );
}
