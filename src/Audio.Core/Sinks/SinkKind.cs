namespace Audio.Core.Sinks;

/// <summary>The kinds of sinks.</summary>
internal enum SinkKind
{
    Auto,
    Pulse,
    Wasapi,
    PortAudio,
    Null,
    Wav,

    /// <summary>A sink from <see cref="Engine.AudioEngineOptions.CreateSink"/>; it has no name in options.</summary>
    Own,
}
