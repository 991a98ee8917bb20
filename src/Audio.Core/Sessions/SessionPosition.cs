using Audio.Core.Mixing;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;

namespace Audio.Core.Sessions;

/// <summary>
/// How far a session was heard, by the sink's own position, and whether it could be heard. Any thread.
/// </summary>
/// <param name="output">The loudspeaker.</param>
/// <param name="mixRate">Frames of the mix in a second.</param>
/// <param name="stream">Knows which frame of the mix is which of the stream.</param>
/// <param name="now">Since when it has been silent.</param>
internal sealed class SessionPosition(IAudioOutput output, int mixRate, StreamDecoder stream, long now)
{
    private const long HasSound = long.MinValue;

    private volatile MixerInput? _input;
    private long _silentSince = now; // a timestamp; HasSound while there is sound to play

    /// <summary>Its place in the mix, once it has one.</summary>
    public MixerInput? Input
    {
        get => _input;
        set => _input = value;
    }

    /// <summary>Whether some of it was mixed.</summary>
    public bool HasSounded => _input is { StartFrame: >= 0 };

    /// <summary>Whether it has begun, and neither starves nor is over.</summary>
    public bool Sounds => _input is { StartFrame: >= 0, IsStarving: false, IsEnded: false };

    /// <summary>Since when there was no sound to play, as a timestamp; <see langword="null"/>: there is some.</summary>
    public long? SilentSince => Volatile.Read(ref _silentSince) is var since && since == HasSound ? null : since;

    /// <summary>The frame up to which the stream was heard, at its own rate.</summary>
    // silence left out in front counts with the first sound
    public long FramesPlayed => FramesHeard is > 0 and var heard ? stream.ToStreamFrame(heard) : 0;

    /// <summary>Frames of the jitter buffer that were heard.</summary>
    public long FramesHeard =>
        _input is not { } input
            ? 0
            : input.FramesMixed - Math.Clamp(input.LastFrame - output.FramesPlayed, 0, input.FramesMixed);

    /// <summary>
    /// Why some or all of what was mixed until now could not be heard, and how much of it; <see langword="null"/>: all
    /// of it could. Of one that has not sounded, why it would not be heard.
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

    /// <summary>There is sound to play.</summary>
    public void HasSoundNow() => Volatile.Write(ref _silentSince, HasSound);

    /// <summary>There is none any more.</summary>
    /// <returns>Whether there was some until now.</returns>
    public bool FallSilent(long timestamp)
    {
        if (SilentSince is not null)
            return false;
        Volatile.Write(ref _silentSince, timestamp);
        return true;
    }

    /// <summary>Whether so many frames of the stream are all that were decoded.</summary>
    public bool IsAll(long framesPlayed) => framesPlayed > 0 && framesPlayed >= stream.FramesDecoded;

    /// <summary>The stream offset up to which the sound was heard, to within a period, of the bytes received.</summary>
    /// <param name="received">Read before: what comes meanwhile is not said to be heard.</param>
    public long HeardUpTo(long received)
    {
        long played = FramesPlayed;
        return IsAll(played) ? received : Math.Min(stream.HeaderBytes + played * stream.Format.BytesPerFrame, received);
    }

    /// <summary>In how long a frame of the mix will have been heard; zero or less: it was.</summary>
    public TimeSpan Until(long mixFrame) => Duration(mixFrame - output.FramesPlayed);

    /// <summary>So many frames of the mix.</summary>
    public TimeSpan Duration(long mixFrames) => TimeSpan.FromSeconds((double)mixFrames / mixRate);
}
