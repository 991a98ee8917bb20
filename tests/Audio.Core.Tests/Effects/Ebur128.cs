using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Audio.Testing.Tools;

namespace Audio.Core.Tests.Effects;

/// <summary>The reference for loudness: FFmpeg's own meter.</summary>
internal static partial class Ebur128
{
    /// <summary>The samples of this repository.</summary>
    public static string Sample(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../samples", name));

    /// <summary>The integrated loudness of a file, in LUFS.</summary>
    public static async Task<double> MeasureAsync(string path, bool heardTwice = false)
    {
        string said = await ExternalTool.RunAsync(
            "ffmpeg",
            "-hide_banner",
            "-nostdin",
            "-nostats",
            "-i",
            path,
            "-af",
            $"ebur128=dualmono={(heardTwice ? "true" : "false")}:metadata=1,"
                + "ametadata=mode=print:key=lavfi.r128.I:file=-",
            "-f",
            "null",
            "-"
        );
        Match last = Integrated().Matches(said)[^1];
        return double.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"lavfi\.r128\.I=(-?[0-9.]+)")]
    private static partial Regex Integrated();
}
