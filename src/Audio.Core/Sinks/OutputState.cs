namespace Audio.Core.Sinks;

/// <summary>The states of the output.</summary>
public enum OutputState
{
    /// <summary>Not started yet, or stopped.</summary>
    Closed,

    /// <summary>A sink is being opened for the first time, or its server is not there yet and is awaited.</summary>
    Opening,

    /// <summary>A sink is open.</summary>
    Open,

    /// <summary>The device was lost, and the output keeps trying to reopen it.</summary>
    Reopening,
}
