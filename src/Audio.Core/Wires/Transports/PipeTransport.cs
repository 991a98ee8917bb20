using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Audio.Protocol;
using Audio.Protocol.Streams;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// Messages over a byte stream: <c>u32 length, u8 kind (0 JSON, 1 chunk frame), body</c>. A byte stream has no close
/// codes: its end is <see cref="TransportMessageKind.Lost"/>, and to close is to end it.
/// </summary>
/// <param name="pipe">The stream; this completes it.</param>
/// <param name="maxMessageBytes">The longest body.</param>
/// <param name="memory">The memory shared by all connections; null: this one has its own.</param>
public sealed class PipeTransport(IDuplexPipe pipe, int maxMessageBytes, MessageMemory? memory = null)
    : IMessageTransport
{
    // Immutable.
    private readonly MessagePlace? _place = memory is null ? null : new MessagePlace(memory);

    // Receiving loop only.
    private SequencePosition? _next; // the position after the message given out
    private bool _broken; // input is read and dropped, so that the peer can read why
    private volatile bool _hasMore; // there are bytes after that message

    // Any thread.
    private volatile bool _aborted;

    /// <inheritdoc/>
    public bool HasMore => _hasMore;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        try
        {
            if (_next is { } next)
            {
                _next = null;
                pipe.Input.AdvanceTo(next);
                _place?.Release();
            }
            while (!_aborted)
            {
                ReadResult result = await pipe.Input.ReadAsync().ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = result.Buffer;
                if (_broken)
                    buffer = buffer.Slice(buffer.End);
                else if (TryRead(ref buffer, out TransportMessage message))
                    return message;
                else if (_place is not null && StreamMessageReader.BodyBytes(buffer) is { } bytes)
                    await _place.CoverAsync(StreamMessageReader.PrefixSize + bytes).ConfigureAwait(false);
                pipe.Input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        catch (Exception e)
            when (e is IOException or SocketException or InvalidOperationException or OperationCanceledException)
        {
            // Reset by the peer, or aborted.
        }
        return new TransportMessage(TransportMessageKind.Lost);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> json)
    {
        try
        {
            StreamMessageWriter.Write(pipe.Output, StreamMessageKind.Json, json.Span);
            FlushResult result = await pipe.Output.FlushAsync().ConfigureAwait(false);
            if (!result.IsCompleted && !_aborted)
                return;
        }
        catch (InvalidOperationException e)
        {
            throw new IOException("The connection is closed.", e);
        }
        throw new IOException("The peer no longer reads.");
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync(int code, string reason) =>
        await pipe.Output.CompleteAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    public void Abort()
    {
        _aborted = true;
        _place?.Abandon();
        pipe.Input.CancelPendingRead();
        pipe.Output.CancelPendingFlush();
    }

    private bool TryRead(ref ReadOnlySequence<byte> buffer, out TransportMessage message)
    {
        try
        {
            bool isWhole = StreamMessageReader.TryRead(ref buffer, maxMessageBytes, out StreamMessage read);
            message = new TransportMessage(
                read.Kind == StreamMessageKind.Json ? TransportMessageKind.Json : TransportMessageKind.ChunkFrame,
                read.Body
            );
            if (isWhole)
                (_next, _hasMore) = (buffer.Start, !buffer.IsEmpty);
            return isWhole;
        }
        catch (ProtocolException e)
        {
            _broken = true;
            _next = buffer.End;
            message = new TransportMessage(
                e.Code == ProtocolErrorCode.TooLarge ? TransportMessageKind.TooLarge : TransportMessageKind.Malformed,
                Fault: e.Message
            );
            return true;
        }
    }

    /// <summary>Completes the stream. Called after both loops.</summary>
    public async ValueTask CompleteAsync()
    {
        _place?.Release();
        await pipe.Input.CompleteAsync().ConfigureAwait(false);
        await pipe.Output.CompleteAsync().ConfigureAwait(false);
    }
}
