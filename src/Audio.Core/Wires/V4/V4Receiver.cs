using System.Buffers;
using System.Reactive.Disposables;
using Audio.Core.Wires.Transports;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// The receiving side of one connection, as the observable of its chunk frames: cold, with one subscriber, one frame at
/// a time, read in the transport's own buffer. Messages go to their handler in the order in which they arrived.
/// </summary>
/// <param name="transport">Where messages come from.</param>
/// <param name="gate">Lets one message or frame at a time through, until it is shut.</param>
/// <param name="turn">The frame being processed.</param>
/// <param name="refusals">Refuses what cannot be read.</param>
/// <param name="handler">Answers messages.</param>
/// <param name="limits">The longest frame.</param>
/// <param name="time">The clock.</param>
/// <param name="budget">How much is read before the loop yields.</param>
internal sealed class V4Receiver(
    IMessageTransport transport,
    V4Gate gate,
    V4FrameTurn turn,
    V4Refusals refusals,
    IV4MessageHandler handler,
    ChunkFrameLimits limits,
    TimeProvider time,
    WireBudget budget
) : IObservable<ChunkFrame>
{
    private const int TooBig = 1009;
    private const int ProtocolFault = 1002;

    // Any thread.
    private int _subscribed;

    /// <summary>Starts receiving. A connection accepts one subscriber.</summary>
    /// <returns>Disposing it cuts the connection.</returns>
    public IDisposable Subscribe(IObserver<ChunkFrame> observer)
    {
        if (Interlocked.Exchange(ref _subscribed, 1) != 0)
            throw new InvalidOperationException("A connection accepts one subscriber.");
        _ = RunAsync(observer);
        return Disposable.Create(transport, static transport => transport.Abort());
    }

    private async Task RunAsync(IObserver<ChunkFrame> observer)
    {
        int? closeCode = null;
        try
        {
            try
            {
                closeCode = await ReceiveAllAsync(observer).ConfigureAwait(false);
            }
            finally
            {
                await handler.EndAsync(closeCode).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // As usual in Rx, the observer receives every error.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            observer.OnError(fault);
            return;
        }
        observer.OnCompleted();
    }

    /// <returns>Whether the client closed the connection properly.</returns>
    private async Task<int?> ReceiveAllAsync(IObserver<ChunkFrame> observer)
    {
        while (true)
        {
            TransportMessage message = await transport.ReceiveAsync().ConfigureAwait(false);
            long arrival = time.GetTimestamp();
            long bytes = message.Data.Length;
            switch (message.Kind)
            {
                case TransportMessageKind.Json
                or TransportMessageKind.ChunkFrame when !handler.IsClosing && gate.TryEnter():
                    try
                    {
                        if (message.Kind == TransportMessageKind.ChunkFrame)
                            await HandOnAsync(observer, message.Data, arrival).ConfigureAwait(false);
                        else
                            await handler.TakeAsync(message.Data).ConfigureAwait(false);
                    }
                    finally
                    {
                        gate.Leave();
                    }
                    break;
                case TransportMessageKind.TooLarge when !handler.IsClosing:
                    string limit = $"A message has at most {limits.MaxPayloadBytes} bytes";
                    refusals.Close(V4ErrorCodes.MessageTooBig, limit, TooBig, limit);
                    break;
                case TransportMessageKind.Malformed when !handler.IsClosing:
                    refusals.Close(
                        V4ErrorCodes.InvalidFrame,
                        message.Fault ?? "This is no message",
                        ProtocolFault,
                        "This is no message"
                    );
                    break;
                case TransportMessageKind.Closed:
                    return message.CloseCode;
                case TransportMessageKind.Lost:
                    return null;
            }
            await budget.SpendAsync(bytes, time.GetElapsedTime(arrival)).ConfigureAwait(false);
        }
    }

    private ValueTask HandOnAsync(IObserver<ChunkFrame> observer, ReadOnlySequence<byte> data, long arrival)
    {
        turn.Begin(arrival);
        ChunkFrame frame;
        try
        {
            frame = ChunkFrameReader.Read(data, limits);
        }
        catch (ProtocolException e)
        {
            turn.Refuse(V4ErrorCodes.InvalidFrame, e.Message);
            return turn.EndAsync(endsStream: false);
        }
        observer.OnNext(frame with { Flags = ChunkFrameFlags.None });
        return turn.EndAsync(frame.IsEndOfStream);
    }
}
