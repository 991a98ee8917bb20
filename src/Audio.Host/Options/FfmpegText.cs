namespace Audio.Host.Options;

/// <summary>Parses the settings of FFmpeg; like <see cref="SettingText"/>.</summary>
internal static class FfmpegText
{
    /// <summary><c>auto</c>, <c>none</c> or the path of a program.</summary>
    public static string Program(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "auto" => "auto",
            "none" => "none",
            _ when SettingText.Path(text) is var path && File.Exists(path) => path,
            _ => throw new FormatException($"must be auto, none or the path of a program; there is none at '{text}'"),
        };

    /// <summary><c>own</c> or <c>anyone</c>.</summary>
    public static bool IsForAnyone(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "own" => false,
            "anyone" => true,
            _ => throw new FormatException($"must be own or anyone; got '{text}'"),
        };
}
