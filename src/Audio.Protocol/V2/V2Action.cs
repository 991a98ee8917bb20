namespace Audio.Protocol.V2;

/// <summary>What a version 2 client asks for with <c>control</c>.</summary>
public enum V2Action
{
    /// <summary>The message names no action.</summary>
    None,

    /// <summary>An unknown one: only the status is answered.</summary>
    Unknown,

    /// <summary>Begins a session if there is none.</summary>
    Play,

    /// <summary>Silences what plays.</summary>
    Stop,

    /// <summary>Pauses what plays.</summary>
    Pause,

    /// <summary>Continues after a pause.</summary>
    Resume,

    /// <summary>Ends the stream: what was sent plays to its end.</summary>
    EndStream,

    /// <summary>Announces the size of a buffer, which changes nothing.</summary>
    Configure,
}
