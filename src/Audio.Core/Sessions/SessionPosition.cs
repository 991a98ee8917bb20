using Audio.Core.Mixing;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;

namespace Audio.Core.Sessions;

/// <summary>
/// How far a session was heard, by the sink's own position, and whether it could be heard. Any thread.
/// </summary>
/// <param name="output">The loudspeaker.</param>
/// <param name="mixRate">Frames of the mix in a second.</param>
/// <param name="stream">Maps frames of the mix to frames of the stream.</param>
/// <param name="now">The time since which it has been silent.</param>
internal sealed class SessionPosition(IAudioOutput output, int mixRate, StreamDecoder stream, long now)
{
    private const long HasSound = long.MinValue;

    private volatile MixerInput? _input;
    private long _silentSince = now; // a timestamp; HasSound while there is sound to play

    /// <summary>Its input in the mix, once it has one.</summary>
    public MixerInput? Input
    {
        get => _input;
        set => _input = value;
    }

    /// <summary>Whether any of it has been mixed.</summary>
    public bool HasSounded => _input is { StartFrame: >= 0 };

    /// <summary>Whether it has begun, has not run dry, and has not ended.</summary>
    public bool Sounds => _input is { StartFrame: >= 0, IsStarving: false, IsEnded: false };

    /// <summary>Since when it has had no sound to play, as a timestamp; <see langword="null"/>: it has some.</summary>
    public long? SilentSince => Volatile.Read(ref _silentSince) is var since && since == HasSound ? null : since;

    /// <summary>The frame up to which the stream was heard, at its own rate.</summary>
    // silence removed before the first sound counts with it
    public long FramesPlayed => FramesHeard is > 0 and var heard ? stream.ToStreamFrame(heard) : 0;

    /// <summary>Frames of the jitter buffer that were heard.</summary>
    public long FramesHeard =>
        _input is not { } input
            ? 0
            : input.FramesMixed - Math.Clamp(input.LastFrame - output.FramesPlayed, 0, input.FramesMixed);

    /// <summary>
    /// Why some or all of what was mixed so far could not be heard, and how much of it; <see langword="null"/>: all of
    /// it could. Before its first sound: why it would not be heard.
    /// </summary>
    public Inaudibility? Inaudible
    {
        get
        {
            if (_input is not { StartFrame: >= 0 } input)
                return output.Status.Inaudible;
            long lost = output.FramesLostBetween(input.StartFrame, input.LastFrame);
            if (input.FramesUnheard + lost == 0)
                return input.Unheard;
            Inaudibility why = input.Unheard is { IsIntended: false } known ? known : Inaudibility.WhileItPlayed;
            return why with { Length = Duration(Math.Min(input.FramesMixed, input.FramesUnheard + lost)) };
        }
    }

    /// <summary>Records that there is sound to play.</summary>
    public void HasSoundNow() => Volatile.Write(ref _silentSince, HasSound);

    /// <summary>Records that there is no more sound to play.</summary>
    /// <returns>Whether there was some before.</returns>
    public bool FallSilent(long timestamp)
    {
        if (SilentSince is not null)
            return false;
        Volatile.Write(ref _silentSince, timestamp);
        return true;
    }

    /// <summary>Whether this many frames are all that were decoded.</summary>
    public bool IsAll(long framesPlayed) => framesPlayed > 0 && framesPlayed >= stream.FramesDecoded;

    /// <summary>The stream offset up to which sound has been heard, to within a period.</summary>
    /// <param name="received">The bytes received, read before, so that later bytes do not count as heard.</param>
    public long HeardUpTo(long received)
    {
        long played = FramesPlayed;
        return IsAll(played) ? received : Math.Min(stream.OffsetOf(played), received);
    }

    /// <summary>The time until a frame of the mix will have been heard; zero or less: it has been.</summary>
    public TimeSpan Until(long mixFrame) => Duration(mixFrame - output.FramesPlayed);

    /// <summary>The duration of this many frames of the mix.</summary>
    public TimeSpan Duration(long mixFrames) => TimeSpan.FromSeconds((double)mixFrames / mixRate);
}
