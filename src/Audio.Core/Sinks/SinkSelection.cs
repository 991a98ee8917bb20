namespace Audio.Core.Sinks;

/// <summary>
/// What <see cref="SinkOptions.Sink"/> asks for. Grammar: <c>auto | pulse | wasapi | portaudio | null | wav:PATH</c>.
/// </summary>
/// <param name="Kind">Which sink.</param>
/// <param name="Path">The file of <see cref="SinkKind.Wav"/>; else empty.</param>
internal readonly record struct SinkSelection(SinkKind Kind, string Path = "")
{
    private const string WavPrefix = "wav:";

    /// <summary>The sinks that play on a device, best first.</summary>
    public static IReadOnlyList<SinkSelection> Devices { get; } = DevicesOn(OperatingSystem.IsWindows());

    /// <summary>The sinks that play on a device of this system, best first.</summary>
    public static IReadOnlyList<SinkSelection> DevicesOn(bool isWindows) =>
        isWindows
            ? [new(SinkKind.Pulse), new(SinkKind.Wasapi), new(SinkKind.PortAudio)]
            : [new(SinkKind.Pulse), new(SinkKind.PortAudio)];

    /// <summary>Reads what a user wrote. Names in any case; the path as it stands.</summary>
    /// <exception cref="SinkException">It is none of these.</exception>
    public static SinkSelection Parse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith(WavPrefix, StringComparison.OrdinalIgnoreCase))
        {
            string path = trimmed[WavPrefix.Length..];
            return path.Length > 0
                ? new SinkSelection(SinkKind.Wav, path)
                : throw new SinkException(
                    SinkErrorKind.Configuration,
                    "The sink 'wav:' names no file: write wav:PATH, as in wav:/tmp/mix.wav."
                );
        }

        return trimmed.ToLowerInvariant() switch
        {
            "auto" => new SinkSelection(SinkKind.Auto),
            "pulse" => new SinkSelection(SinkKind.Pulse),
            "wasapi" => new SinkSelection(SinkKind.Wasapi),
            "portaudio" => new SinkSelection(SinkKind.PortAudio),
            "null" => new SinkSelection(SinkKind.Null),
            _ => throw new SinkException(
                SinkErrorKind.Configuration,
                $"There is no sink '{text}': choose auto, pulse, wasapi (Windows), portaudio, null or wav:PATH."
            ),
        };
    }

    /// <summary>As the user writes it.</summary>
    public override string ToString() => Kind == SinkKind.Wav ? WavPrefix + Path : Kind.ToString().ToLowerInvariant();
}
