using System.Runtime.CompilerServices;
using Audio.Core.Sessions.Intake;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// The chunk frame that a connection is processing: a session admits it, or it is refused. One at a time; receiving
/// loop only.
/// </summary>
internal sealed class V4FrameTurn(FrameHold hold, V4Refusals refusals)
{
    private V4Route? _route; // the one that admitted it
    private bool _isNew; // whether the frame had anything new for it
    private Task? _refusal; // if nobody admitted it

    /// <summary>When it was received.</summary>
    public long Arrival { get; private set; }

    /// <summary>Starts with a frame that is about to be delivered.</summary>
    public void Begin(long arrival)
    {
        Arrival = arrival;
        _route = null;
    }

    /// <summary>A session admits the frame.</summary>
    /// <param name="route">The session's.</param>
    /// <param name="isNew">Whether it contains bytes that the session does not have.</param>
    public void Admit(V4Route route, bool isNew) => (_route, _isNew) = (route, isNew);

    /// <summary>Refuses the frame and tells the client why.</summary>
    public void Refuse(string code, string error, string? sessionId = null, long? received = null) =>
        _refusal = refusals.FrameAsync(code, error, sessionId, received).AsTask();

    /// <summary>Refuses a frame whose handle nobody has.</summary>
    public void RefuseUnknown(uint handle) =>
        Refuse(V4ErrorCodes.SessionNotFound, $"No session has the handle {handle} on this connection");

    /// <summary>Waits until the frame has been taken, or until there is room for the refusal.</summary>
    /// <param name="endsStream">
    /// Whether the stream ends after it. The end is delivered as a frame of its own, so that data dropped with a cut
    /// connection never includes the end of a stream.
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

    /// <summary>Ends the stream of a session and waits until that has been taken.</summary>
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
