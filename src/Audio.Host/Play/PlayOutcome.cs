using System.Globalization;
using Audio.Client;
using Audio.Host.Commands;

namespace Audio.Host.Play;

/// <summary>What became of a file.</summary>
/// <param name="IsWhole">Whether all of it was heard.</param>
/// <param name="Text">For people.</param>
/// <param name="IsTrouble">Whether something was wrong; that somebody pressed Ctrl+C is not.</param>
internal sealed record PlayOutcome(bool IsWhole, string Text, bool IsTrouble)
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
        bool isWhole = result.Reason == PlaybackEndReason.Completed;
        string ttfa = result.TimeToFirstAudio is { } time ? string.Create(CultureInfo.InvariantCulture, $"TTFA {time.TotalMilliseconds:0.0} ms") : "no TTFA";
        string underruns = result.Underruns == 1 ? "1 underrun" : $"{result.Underruns} underruns";
        string error = result.Error is null ? "" : $": {StatusText.Line(result.Error)}";
        string text = string.Create(CultureInfo.InvariantCulture, $"{result.Played.TotalSeconds:0.00} s played, {ttfa}, {underruns}, {result.ReasonText}{error}");
        return new PlayOutcome(isWhole, text, IsTrouble: !isWhole && !wasAsked);
    }
}
