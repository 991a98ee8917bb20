using System.Globalization;
using Audio.Client;
using Audio.Host.Text;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Cli.Play;

/// <summary>What became of a file.</summary>
/// <param name="IsWhole">Whether all of it was played.</param>
/// <param name="Text">For people.</param>
/// <param name="IsTrouble">Whether something was wrong; that somebody pressed Ctrl+C is not.</param>
/// <param name="IsUnheard">Whether it was played whole, and nobody could hear some or all of it.</param>
internal sealed record PlayOutcome(bool IsWhole, string Text, bool IsTrouble, bool IsUnheard = false)
{
    /// <summary>It was not begun.</summary>
    public static PlayOutcome NotPlayed(string why) => new(IsWhole: false, why, IsTrouble: true);

    /// <summary>Somebody pressed Ctrl+C before it began.</summary>
    public static PlayOutcome NotBegun { get; } = new(IsWhole: false, "not played, cancelled", IsTrouble: false);

    /// <summary>The daemon's word.</summary>
    /// <param name="result">How the session ended.</param>
    /// <param name="wasAsked">Whether silence was asked for here.</param>
    public static PlayOutcome Of(PlaybackResult result, bool wasAsked)
    {
        bool isWhole = result.Reason == SessionEndReason.Completed;
        string ttfa = result.TimeToFirstAudio is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"TTFA {time.TotalMilliseconds:0.0} ms")
            : "no TTFA";
        string underruns = result.Underruns == 1 ? "1 underrun" : $"{result.Underruns} underruns";
        string skipped = result.FramesSkipped > 0 ? $", {result.FramesSkipped} frames skipped" : "";
        string error = result.Error is null ? "" : $": {PlainText.Line(result.Error)}";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Played.TotalSeconds:0.00} s played, {ttfa}, {underruns}{skipped}, {result.ReasonText}{error}{Audibility(result)}"
        );
        bool isUnheard = isWhole && result.IsAudible == false;
        return new PlayOutcome(isWhole, text, IsTrouble: !isWhole && !wasAsked || isUnheard, isUnheard);
    }

    /// <summary>Nothing where all of it could be heard.</summary>
    private static string Audibility(PlaybackResult result) =>
        result switch
        {
            { IsAudible: false } when result.Unheard > TimeSpan.Zero && result.Unheard < result.Played => string.Create(
                CultureInfo.InvariantCulture,
                $", but {result.Unheard.TotalSeconds:0.00} s of it could not be heard: {Message(result)}"
            ),
            { IsAudible: false } => $", but nobody could hear it: {Message(result)}",
            { InaudibleReason: V4InaudibleReasons.NullSink } => " (to the null sink, as asked for)",
            { InaudibleReason: V4InaudibleReasons.WavSink } => " (into a file, as asked for)",
            _ => "",
        };

    private static string Message(PlaybackResult result) =>
        PlainText.Line(result.InaudibleMessage ?? "the daemon does not say why.");
}
