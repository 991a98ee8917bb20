using System.Text.Json;
using Audio.Client.Connection;

namespace Audio.Client.Tests.Connection;

public sealed class SendQueueTests
{
    private readonly SendQueue _queue = new();

    [Fact]
    public void Requests_go_before_frames_and_sessions_take_turns()
    {
        var first = new Source();
        var second = new Source();
        _queue.Add(first);
        _queue.Add(second);
        _queue.TryAdd(new PingRequest()).Should().BeTrue();

        Next().Should().Be((SendStep.Request, "1", null));
        Next().Should().Be((SendStep.Frame, null, first));
        _queue.Add(first);
        Next().Should().Be((SendStep.Frame, null, second));
        Next().Should().Be((SendStep.Frame, null, first));
        Next().Should().Be((SendStep.Wait, null, null));
    }

    [Fact]
    public void A_request_is_unanswered_from_the_moment_it_is_queued_until_its_reply_is_taken()
    {
        PingRequest[] requests = [new(), new(), new()];
        foreach (PingRequest request in requests)
            _queue.TryAdd(request);
        Next();
        Next();

        _queue.Unanswered().Should().Equal(requests);
        _queue.TakeAnswered("1").Should().BeSameAs(requests[0]);
        _queue.TakeAnswered("1").Should().BeNull();
        _queue.TakeAnswered("3").Should().BeNull("it has not been sent");
        _queue.Unanswered().Should().Equal(requests[1..]);
    }

    [Fact]
    public void A_queue_that_is_closed_takes_no_request_and_ends_when_everything_was_sent()
    {
        var source = new Source();
        _queue.TryAdd(new PingRequest());
        _queue.Close();

        _queue.TryAdd(new PingRequest()).Should().BeFalse();
        _queue.Add(source);
        Next().Should().Be((SendStep.Request, "1", null));
        Next().Should().Be((SendStep.Frame, null, source));
        Next().Should().Be((SendStep.End, null, null));
        _queue.IsEnded.Should().BeFalse();
    }

    [Fact]
    public void A_queue_that_has_ended_sends_nothing_more()
    {
        var request = new PingRequest();
        _queue.TryAdd(request);
        _queue.Add(new Source());

        _queue.End();
        _queue.Close();

        _queue.IsEnded.Should().BeTrue();
        Next().Should().Be((SendStep.End, null, null));
        _queue.TryAdd(new PingRequest()).Should().BeFalse();
        _queue.Unanswered().Should().Equal(request);
    }

    private (SendStep Step, string? RequestId, IFrameSource? Source) Next()
    {
        SendStep step = _queue.Next(out ReadOnlyMemory<byte> text, out IFrameSource? source);
        string? id = text.IsEmpty ? null : JsonDocument.Parse(text).RootElement.GetProperty("requestId").GetString();
        return (step, id, source);
    }

    private sealed class Source : IFrameSource
    {
        public bool TryLendFrame(DaemonConnection connection, out ReadOnlyMemory<byte> frame) =>
            throw new InvalidOperationException("The queue lends nothing.");

        public void FrameSent() => throw new InvalidOperationException("The queue sends nothing.");
    }
}
