using System.Globalization;
using Audio.Client;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Cli.Play;

/// <summary>How the playback of a file ended.</summary>
/// <param name="IsWhole">Whether all of it was played.</param>
/// <param name="Text">The result in words, on one line.</param>
/// <param name="IsTrouble">Whether it failed or could not be heard. Ctrl+C is not a failure.</param>
/// <param name="IsUnheard">Whether all of it was played, but some or all of it was inaudible.</param>
internal sealed record PlayOutcome(bool IsWhole, string Text, bool IsTrouble, bool IsUnheard = false)
{
    private const string ConvertHint =
        "Or convert it: ffmpeg -v error -i FILE -f wav - | audiod play -. "
        + "Raw samples need --rate 24000 --channels 1 --encoding pcm_s16le.";

    /// <summary>It could not be played.</summary>
    public static PlayOutcome NotPlayed(string why) => new(IsWhole: false, why, IsTrouble: true);

    /// <summary>It was interrupted by Ctrl+C before it started.</summary>
    public static PlayOutcome NotBegun { get; } = new(IsWhole: false, "not played, cancelled", IsTrouble: false);

    /// <summary>The result that the daemon reported.</summary>
    /// <param name="result">How the session ended.</param>
    /// <param name="wasAsked">Whether this program cancelled it.</param>
    public static PlayOutcome Of(PlaybackResult result, bool wasAsked)
    {
        if (result is { Reason: SessionEndReason.Failed, FramesPlayed: 0, Error: { } refusal })
            return NotPlayed($"{PlainText.Line(refusal)} {ConvertHint}");
        bool isWhole = result.Reason == SessionEndReason.Completed;
        string ttfa = result.TimeToFirstAudio is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"TTFA {time.TotalMilliseconds:0.0} ms")
            : "no TTFA";
        string underruns = result.Underruns == 1 ? "1 underrun" : $"{result.Underruns} underruns";
        string skipped = result.FramesSkipped > 0 ? $", {result.FramesSkipped} frames skipped" : "";
        string damaged = result.Damaged switch
        {
            0 => "",
            1 => ", 1 damaged frame",
            var count => $", {count} damaged frames",
        };
        string error = result.Error is null ? "" : $": {PlainText.Line(result.Error)}";
        string text =
            string.Create(CultureInfo.InvariantCulture, $"{result.Played.TotalSeconds:0.00} s played, ")
            + $"{ttfa}, {underruns}{skipped}{damaged}, {result.ReasonText}{error}{Audibility(result)}";
        bool isUnheard = isWhole && result.IsAudible == false;
        return new PlayOutcome(isWhole, text, IsTrouble: !isWhole && !wasAsked || isUnheard, isUnheard);
    }

    /// <summary>What was inaudible and why; empty if all of it was audible.</summary>
    private static string Audibility(PlaybackResult result) =>
        result switch
        {
            { IsAudible: false } when result.Unheard > TimeSpan.Zero && result.Unheard < result.Played => string.Create(
                CultureInfo.InvariantCulture,
                $", but {result.Unheard.TotalSeconds:0.00} s of it could not be heard: {Message(result)}"
            ),
            { IsAudible: false } => $", but nobody could hear it: {Message(result)}",
            { InaudibleReason: V4InaudibleReasons.NullSink } => " (to the null sink, as requested)",
            { InaudibleReason: V4InaudibleReasons.WavSink } => " (into a file, as requested)",
            _ => "",
        };

    private static string Message(PlaybackResult result) =>
        PlainText.Line(result.InaudibleMessage ?? "the daemon gave no reason.");
}
