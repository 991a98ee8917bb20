using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Audio.Protocol;
using Audio.Protocol.Streams;

namespace Audio.Client.Transports;

/// <summary>
/// Version 4 on a byte stream: <c>u32 length, u8 kind, body</c>. For Unix sockets, named pipes, and pipes of the
/// embedding program.
/// </summary>
internal sealed class PipeTransport : IClientTransport
{
    // Immutable.
    private readonly IDuplexPipe _pipe;
    private readonly IDisposable? _owner;

    // Receiving only.
    private ReadOnlySequence<byte> _buffer;
    private bool _held;
    private byte[] _joined = [];

    // Sending only.
    private readonly byte[] _prefix = new byte[StreamMessageReader.PrefixSize];

    // Any thread.
    private volatile bool _aborted;

    /// <param name="pipe">The connection.</param>
    /// <param name="owner">The socket or pipe underneath; disposing it cuts the connection.</param>
    public PipeTransport(IDuplexPipe pipe, IDisposable? owner = null)
    {
        _pipe = pipe;
        _owner = owner;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        try
        {
            while (true)
            {
                if (_held)
                {
                    if (StreamMessageReader.TryRead(ref _buffer, TransportMessage.MaxBytes, out StreamMessage message))
                    {
                        return new TransportMessage(
                            message.Kind == StreamMessageKind.Json
                                ? TransportMessageKind.Text
                                : TransportMessageKind.Binary,
                            Join(message.Body)
                        );
                    }

                    _held = false;
                    _pipe.Input.AdvanceTo(_buffer.Start, _buffer.End);
                }

                ReadResult result = await _pipe.Input.ReadAsync().ConfigureAwait(false);
                _buffer = result.Buffer;
                _held = true;
                if (_aborted || result.IsCanceled)
                    return TransportMessage.Lost("The connection was cut.");
                if (result.IsCompleted && !HoldsMessage(_buffer))
                    return TransportMessage.Lost("The daemon has closed the connection.");
            }
        }
        catch (ProtocolException e)
        {
            return TransportMessage.Lost(e.Message);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or OperationCanceledException
                        or ObjectDisposedException
                        or InvalidOperationException
                        or System.Net.Sockets.SocketException
            )
        {
            return TransportMessage.Lost(e.Message);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendTextAsync(ReadOnlyMemory<byte> text)
    {
        StreamMessageWriter.WritePrefix(_prefix, StreamMessageKind.Json, text.Length);
        _pipe.Output.Write(_prefix);
        _pipe.Output.Write(text.Span);
        Check(await _pipe.Output.FlushAsync().ConfigureAwait(false));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendFrameAsync(ReadOnlyMemory<byte> frame) =>
        Check(await _pipe.Output.WriteAsync(frame).ConfigureAwait(false));

    public async ValueTask CloseAsync(string reason)
    {
        await _pipe.Output.CompleteAsync().ConfigureAwait(false);

        // A byte stream has no close handshake: this half is closed, without waiting for the other one.
        Abort();
    }

    public void Abort()
    {
        _aborted = true;
        _owner?.Dispose();
        try
        {
            _pipe.Input.CancelPendingRead();
            _pipe.Output.CancelPendingFlush();
        }
        catch (ObjectDisposedException)
        {
            // That end is completed, so nothing is pending.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await _pipe.Input.CompleteAsync().ConfigureAwait(false);
        try
        {
            await _pipe.Output.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            // What was not sent is discarded.
        }
    }

    private static bool HoldsMessage(ReadOnlySequence<byte> buffer) =>
        StreamMessageReader.TryRead(ref buffer, TransportMessage.MaxBytes, out _);

    private void Check(FlushResult result)
    {
        if (_aborted || result.IsCanceled || result.IsCompleted)
            throw new IOException("The daemon has closed the connection.");
    }

    private ReadOnlyMemory<byte> Join(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
            return body.First;
        if (_joined.Length < body.Length)
            _joined = new byte[Math.Max(1024, (int)body.Length)];
        body.CopyTo(_joined);
        return _joined.AsMemory(0, (int)body.Length);
    }
}
