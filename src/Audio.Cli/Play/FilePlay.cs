using Audio.Host.Text;

namespace Audio.Cli.Play;

/// <summary>One file on its way to the loudspeaker. Written by whoever plays it, shown by any thread.</summary>
internal sealed class FilePlay(string file)
{
    //  *any thread*
    private volatile PlayOutcome? _outcome;
    private long _playedTicks;

    /// <summary>As on the command line.</summary>
    public string File => file;

    /// <summary>For people.</summary>
    public string Name => file == PlaySource.StandardInput ? "standard input" : PlainText.Line(file);

    /// <summary>
    /// How long it plays; set before it is first shown. <see langword="null"/>: not known before its end.
    /// </summary>
    public TimeSpan? Length { get; set; }

    /// <summary>How much of it is known to have been heard.</summary>
    public TimeSpan Played
    {
        get => new(Volatile.Read(ref _playedTicks));
        set => Volatile.Write(ref _playedTicks, value.Ticks);
    }

    /// <summary>What became of it; <see langword="null"/> while it plays.</summary>
    public PlayOutcome? Outcome
    {
        get => _outcome;
        set => _outcome = value;
    }
}
