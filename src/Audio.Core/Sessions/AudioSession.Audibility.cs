using Audio.Core.Sinks;

namespace Audio.Core.Sessions;

/// <content>Whether it can be heard.</content>
public sealed partial class AudioSession
{
    /// <summary>
    /// Why some or all of what was mixed until now could not be heard, and how much of it; <see langword="null"/>: all of it could. Of one that has not sounded, why it
    /// would not be heard. Any thread.
    /// </summary>
    public Inaudibility? Inaudible => _result is { } result ? result.Inaudible : Unheard();

    private Inaudibility? Unheard()
    {
        if (_input is not { StartFrame: >= 0 } input)
            return _context.Output.Status.Inaudible;
        long lost = _context.Output.FramesLostBetween(input.StartFrame, input.LastFrame);
        if (input.FramesUnheard + lost == 0)
            return input.Unheard;
        Inaudibility why = input.Unheard is { IsIntended: false } known ? known : Inaudibility.WhileItPlayed;
        return why with { Length = Duration(Math.Min(input.FramesMixed, input.FramesUnheard + lost)) };
    }
}
