namespace Audio.Client.Streaming;

/// <summary>
/// How far the daemon is with a stream. Offsets are those of the whole stream: <c>Base ≤ Played ≤ Received</c>, and
/// nothing but a restart goes back. What the daemon says counts from <see cref="Base"/>. Under the lock of <see
/// cref="SessionStream"/>.
/// </summary>
internal sealed class StreamPositions(int bytesPerFrame)
{
    /// <summary>How many frames in a row a daemon may drop without receiving any more.</summary>
    private const int MaxDrops = 100;

    private int _drops;

    /// <summary>Where the present session of the daemon started.</summary>
    public long Base { get; private set; }

    /// <summary>What the daemon has received.</summary>
    public long Received { get; private set; }

    /// <summary>What was heard.</summary>
    public long Played { get; private set; }

    /// <summary>The start of the frame up to which it was heard.</summary>
    public long PlayedFrame => Played - Played % bytesPerFrame;

    /// <summary>The offset up to which the daemon has room.</summary>
    public long Limit { get; private set; }

    /// <summary>
    /// Whether a daemon can have received this much: at least what it reported before, and at most what was written.
    /// </summary>
    public bool IsPossible(long received, long written) =>
        received >= 0 && Base + received <= written && Base + received >= Received;

    /// <summary>The daemon reports its progress; what it claims beyond what was written does not count.</summary>
    public void Advance(long received, long limit, long played, long written)
    {
        Received = Math.Max(Received, Math.Min(Base + received, written));
        Played = Math.Max(Played, Math.Min(Base + played, Received));
        Limit = Math.Max(Limit, Base + limit);
    }

    /// <summary>The daemon has dropped a frame, and says what it has received.</summary>
    /// <returns>False: that cannot be, or it keeps dropping frames.</returns>
    public bool TryDrop(long received, long written)
    {
        _drops = Base + received > Received ? 0 : _drops + 1;
        if (!IsPossible(received, written) || _drops > MaxDrops)
            return false;
        Received = Base + received;
        return true;
    }

    /// <summary>A new session starts at the frame up to which the stream was heard.</summary>
    public void Restart() => Base = Received = Limit = Played = PlayedFrame;
}
