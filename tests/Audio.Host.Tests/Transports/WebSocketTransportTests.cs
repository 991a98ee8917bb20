using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Audio.Core.Wires.Transports;
using Audio.Host.Transports;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Host.Tests.Transports;

public sealed class WebSocketTransportTests : IDisposable
{
    private const int MaxMessageBytes = 10_000;

    private readonly FakeTimeProvider _time = new();
    private readonly SocketPair _pair = new();
    private readonly WebSocketTransport _transport;
    private readonly Outbox _outbox;

    public WebSocketTransportTests()
    {
        _transport = new WebSocketTransport(_pair.Server, new MessageMemory(MaxMessageBytes));
        _outbox = new Outbox(_transport, _time, readsOn: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _pair.Dispose();

    [Fact]
    public async Task ReceiveAsync_gives_whole_messages_however_they_are_fragmented()
    {
        byte[] long1 = [.. Enumerable.Range(0, 9_000).Select(i => (byte)i)];
        await _pair.SendAsync("one");
        await _pair.SendAsync(long1[..1], end: false);
        await _pair.SendAsync(long1[1..5_000], end: false);
        await _pair.SendAsync([], end: false);
        await _pair.SendAsync(long1[5_000..], end: true);
        await _pair.SendAsync([]);
        await _pair.SendAsync("two");

        (await ReceiveAsync()).Should().Be("Json one");
        TransportMessage binary = await _transport.ReceiveAsync();
        binary.Kind.Should().Be(TransportMessageKind.ChunkFrame);
        binary.Data.ToArray().Should().Equal(long1);
        (await ReceiveAsync()).Should().Be("ChunkFrame ");
        (await ReceiveAsync()).Should().Be("Json two");
    }

    [Fact]
    public async Task ReceiveAsync_message_of_exactly_the_cap_is_taken()
    {
        await _pair.SendAsync(new byte[MaxMessageBytes]);

        (await _transport.ReceiveAsync()).Data.Length.Should().Be(MaxMessageBytes);
    }

    [Theory]
    [InlineData(MaxMessageBytes + 1, true)]
    [InlineData(MaxMessageBytes + 1, false)]
    [InlineData(50_000, true)]
    public async Task ReceiveAsync_longer_message_is_too_large_and_not_waited_for(int length, bool end)
    {
        await _pair.SendAsync(new byte[length], end: end);

        TransportMessage message = await _transport.ReceiveAsync();

        message.Kind.Should().Be(TransportMessageKind.TooLarge);
        message.Data.Length.Should().Be(0);
    }

    [Theory]
    [InlineData(WebSocketCloseStatus.NormalClosure, 1000)]
    [InlineData(WebSocketCloseStatus.EndpointUnavailable, 1001)]
    [InlineData((WebSocketCloseStatus)4001, 4001)]
    public async Task ReceiveAsync_client_closes_gives_its_code(WebSocketCloseStatus status, int expected)
    {
        await _pair.Client.CloseOutputAsync(status, "Client disconnecting", Cancel);

        TransportMessage message = await _transport.ReceiveAsync();

        (message.Kind, message.CloseCode).Should().Be((TransportMessageKind.Closed, expected));
    }

    [Fact]
    public async Task ReceiveAsync_client_closes_without_a_code_is_an_orderly_close()
    {
        await _pair.SendRawAsync(0x88, 0x80, 1, 2, 3, 4);

        TransportMessage message = await _transport.ReceiveAsync();

        (message.Kind, message.CloseCode).Should().Be((TransportMessageKind.Closed, 1000));
    }

    [Theory]
    [InlineData("a reserved bit is set", 0xF1, 0x80, 1, 2, 3, 4)]
    [InlineData("an unknown opcode", 0x83, 0x80, 1, 2, 3, 4)]
    [InlineData("no mask", 0x81, 0x04, 1, 2, 3, 4)]
    [InlineData("a continuation of nothing", 0x80, 0x80, 1, 2, 3, 4)]
    [InlineData("a length of 2^63", 0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4)]
    public async Task ReceiveAsync_what_is_no_frame_is_lost(string why, params object[] bytes)
    {
        await _pair.SendRawAsync([.. bytes.Select(b => Convert.ToByte(b))]);

        (await _transport.ReceiveAsync()).Kind.Should().Be(TransportMessageKind.Lost, why);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReceiveAsync_client_vanishes_is_lost(bool inMidMessage)
    {
        if (inMidMessage)
            await _pair.SendAsync(new byte[100], end: false);

        _pair.Cut();

        (await _transport.ReceiveAsync()).Kind.Should().Be(TransportMessageKind.Lost);
    }

    [Fact]
    public async Task Close_says_what_is_queued_first_then_the_code_of_the_first_call()
    {
        await _outbox.SendAsync("one"u8.ToArray());
        await _outbox.SendAsync("two"u8.ToArray());
        _outbox.Close((int)WebSocketCloseStatus.NormalClosure, "Inactive timeout");
        _outbox.Close((int)WebSocketCloseStatus.MessageTooBig, "Too late");
        await _outbox.SendAsync("too late"u8.ToArray());

        (await _pair.ReceiveAsync()).Should().Be("one");
        (await _pair.ReceiveAsync()).Should().Be("two");
        (await _pair.ReceiveAsync()).Should().Be("close 1000 Inactive timeout");
        _outbox.IsClosing.Should().BeTrue();
        _outbox.TrySend("too late"u8.ToArray()).Should().BeFalse();
    }

    [Fact]
    public async Task SendAsync_client_reads_nothing_waits_and_loses_nothing()
    {
        byte[] text = new byte[4_000];
        int sent = 0;
        Task waiting;
        while ((waiting = SendNextAsync()).IsCompleted)
            sent.Should().BeLessThan(200, "a client that reads nothing must not make the daemon hold more and more");

        for (int i = 0; i <= sent; i++)
            (await _pair.ReceiveAsync()).Should().StartWith($"{i:d4}");
        await waiting;

        Task SendNextAsync()
        {
            byte[] message = [.. Encoding.UTF8.GetBytes($"{sent:d4}"), .. text];
            Task task = _outbox.SendAsync(message).AsTask();
            if (task.IsCompleted)
                sent++;
            return task;
        }
    }

    [Fact]
    public async Task TrySend_client_reads_nothing_is_dropped()
    {
        int sent = 0;
        while (_outbox.TrySend(new byte[4_000]))
            (++sent).Should().BeLessThan(200);

        sent.Should().BeGreaterThanOrEqualTo(64);
    }

    [Fact]
    public async Task Close_client_reads_nothing_is_cut_after_the_limit()
    {
        Task waiting;
        do waiting = _outbox.SendAsync(new byte[4_000]).AsTask();
        while (waiting.IsCompleted);
        Task<TransportMessage> receiving = _transport.ReceiveAsync().AsTask();

        _outbox.Close((int)WebSocketCloseStatus.NormalClosure, "Inactive timeout");
        _time.Advance(Outbox.CloseLimit - TimeSpan.FromTicks(1));
        receiving.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        (await receiving).Kind.Should().Be(TransportMessageKind.Lost);
        await waiting;
        await _outbox.CompleteAsync();
        _transport.Dispose();
    }

    [Fact]
    public async Task Close_client_does_not_answer_is_cut_after_the_limit()
    {
        Task<TransportMessage> receiving = _transport.ReceiveAsync().AsTask();
        _outbox.Close((int)WebSocketCloseStatus.NormalClosure, "Inactive timeout");
        (await _pair.ReceiveAsync()).Should().Be("close 1000 Inactive timeout");
        receiving.IsCompleted.Should().BeFalse();

        _time.Advance(Outbox.CloseLimit);

        (await receiving).Kind.Should().Be(TransportMessageKind.Lost);
        await _outbox.CompleteAsync();
        _transport.Dispose();
    }

    [Fact]
    public async Task DisposeAsync_after_the_client_closed_answers_the_close()
    {
        await _pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "Client disconnecting", Cancel);
        (await _transport.ReceiveAsync()).Kind.Should().Be(TransportMessageKind.Closed);

        await _outbox.CompleteAsync();
        _transport.Dispose();

        (await _pair.ReceiveAsync()).Should().StartWith("close 1000");
    }

    private async Task<string> ReceiveAsync()
    {
        TransportMessage message = await _transport.ReceiveAsync();
        return $"{message.Kind} {Encoding.UTF8.GetString(message.Data)}";
    }
}
