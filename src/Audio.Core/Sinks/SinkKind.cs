namespace Audio.Core.Sinks;

/// <summary>The kinds of sinks that can be asked for.</summary>
internal enum SinkKind
{
    Auto,
    Pulse,
    Wasapi,
    PortAudio,
    Null,
    Wav,

    /// <summary>What <see cref="Engine.AudioEngineOptions.CreateSink"/> makes; no text names it.</summary>
    Own,
}
