using System.Runtime.CompilerServices;
using Audio.Core.Sessions.Intake;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// What becomes of the chunk frame that a connection has its turn for: a session admits it, or it is refused. One at a
/// time; the receiving loop only.
/// </summary>
internal sealed class V4FrameTurn(FrameHold hold, V4Refusals refusals)
{
    private V4Route? _route; // has admitted it
    private bool _isNew; // something of it, to that one
    private Task? _refusal; // nobody takes it

    /// <summary>When it was received.</summary>
    public long Arrival { get; private set; }

    /// <summary>A frame is about to be handed on.</summary>
    public void Begin(long arrival)
    {
        Arrival = arrival;
        _route = null;
    }

    /// <summary>A session takes it.</summary>
    /// <param name="route">The session's.</param>
    /// <param name="isNew">Whether there are bytes in it that the session does not have.</param>
    public void Admit(V4Route route, bool isNew) => (_route, _isNew) = (route, isNew);

    /// <summary>Nobody takes it, and its client is told why.</summary>
    public void Refuse(string code, string error, string? sessionId = null, long? received = null) =>
        _refusal = refusals.FrameAsync(code, error, sessionId, received).AsTask();

    /// <summary>Its handle names nothing.</summary>
    public void RefuseUnknown(uint handle) =>
        Refuse(V4ErrorCodes.SessionNotFound, $"No session has the handle {handle} on this connection");

    /// <summary>Waits until it was taken, or until there was room for the refusal.</summary>
    /// <param name="endsStream">
    /// Whether the stream ends behind it. The end is a frame of its own: what is dropped with a cut connection is never
    /// the end of a stream.
    /// </param>
    public ValueTask EndAsync(bool endsStream)
    {
        ValueTask taken = hold.WhenReleased();
        if (!taken.IsCompletedSuccessfully || _refusal is not null || endsStream)
            return EndAsync(taken, endsStream);
        taken.GetAwaiter().GetResult();
        Taken();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the stream of a session, and waits until it knows.</summary>
    public ValueTask EndStreamAsync(V4Route route)
    {
        route.EndStream();
        return hold.WhenReleased();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndAsync(ValueTask taken, bool endsStream)
    {
        await taken.ConfigureAwait(false);
        if (_refusal is { } refusal)
        {
            _refusal = null;
            await refusal.ConfigureAwait(false);
        }
        Taken();
        if (endsStream && _route is { } route)
            await EndStreamAsync(route).ConfigureAwait(false);
    }

    private void Taken()
    {
        if (_isNew)
            _route?.Session.Taken();
    }
}
