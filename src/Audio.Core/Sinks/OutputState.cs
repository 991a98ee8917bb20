namespace Audio.Core.Sinks;

/// <summary>How the output stands.</summary>
public enum OutputState
{
    /// <summary>Not started yet, or ended.</summary>
    Closed,

    /// <summary>A sink is being opened for the first time, or waited for because its server is not there yet.</summary>
    Opening,

    /// <summary>A sink is open.</summary>
    Open,

    /// <summary>The device went away; it is tried again and again.</summary>
    Reopening,
}
