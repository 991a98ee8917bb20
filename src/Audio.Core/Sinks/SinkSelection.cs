namespace Audio.Core.Sinks;

/// <summary>
/// The sink that <see cref="SinkOptions.Sink"/> selects. Grammar: <c>auto | pulse | wasapi | portaudio | null |
/// wav:PATH</c>.
/// </summary>
/// <param name="Kind">The kind of sink.</param>
/// <param name="Path">The file of <see cref="SinkKind.Wav"/>; otherwise empty.</param>
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

    /// <summary>Parses the option. Names are case-insensitive; the path is taken literally.</summary>
    /// <exception cref="SinkException">It names no sink.</exception>
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

    /// <summary>Formats it as in the option.</summary>
    public override string ToString() => Kind == SinkKind.Wav ? WavPrefix + Path : Kind.ToString().ToLowerInvariant();
}
