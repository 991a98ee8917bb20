using Audio.Host.Text;

namespace Audio.Cli.Play;

/// <summary>The progress of one file. The player writes it; any thread may read it.</summary>
internal sealed class FilePlay(string file)
{
    //  *any thread*
    private volatile PlayOutcome? _outcome;
    private long _playedTicks;

    /// <summary>The file as given on the command line.</summary>
    public string File => file;

    /// <summary>The name to show.</summary>
    public string Name => file == PlaySource.StandardInput ? "standard input" : PlainText.Line(file);

    /// <summary>
    /// The title and the artist; set before the file is first shown. <see langword="null"/>: the file does not say
    /// them.
    /// </summary>
    public string? Title { get; set; }

    /// <summary>
    /// The duration; set before the file is first shown. <see langword="null"/>: unknown until the end.
    /// </summary>
    public TimeSpan? Length { get; set; }

    /// <summary>How much is known to have been heard so far.</summary>
    public TimeSpan Played
    {
        get => new(Volatile.Read(ref _playedTicks));
        set => Volatile.Write(ref _playedTicks, value.Ticks);
    }

    /// <summary>How it ended; <see langword="null"/> while it plays.</summary>
    public PlayOutcome? Outcome
    {
        get => _outcome;
        set => _outcome = value;
    }
}
