using Audio.Protocol;

namespace Audio.Cli.Play;

/// <summary>The progress of one file. The player writes it; any thread may read it.</summary>
internal sealed class FilePlay(string file)
{
    private const long Unknown = -1;

    //  *any thread*
    private volatile PlayOutcome? _outcome;
    private volatile string? _title;
    private volatile bool _isDescribed;
    private long _playedTicks;
    private long _lengthTicks = Unknown;

    /// <summary>The file as given on the command line.</summary>
    public string File => file;

    /// <summary>The name to show.</summary>
    public string Name => file == PlaySource.StandardInput ? "standard input" : PlainText.Line(file);

    /// <summary>
    /// The title and the artist; <see langword="null"/>: the file does not say them, or has not been asked yet.
    /// </summary>
    public string? Title
    {
        get => _title;
        set => _title = value;
    }

    /// <summary>The duration; <see langword="null"/>: unknown, maybe until the end.</summary>
    public TimeSpan? Length
    {
        get => Volatile.Read(ref _lengthTicks) is var ticks && ticks != Unknown ? new TimeSpan(ticks) : null;
        set => Volatile.Write(ref _lengthTicks, value?.Ticks ?? Unknown);
    }

    /// <summary>Whether the file has been asked for its title and length; until then it is not shown.</summary>
    public bool IsDescribed
    {
        get => _isDescribed;
        set => _isDescribed = value;
    }

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
