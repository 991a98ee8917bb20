using System.Collections.Concurrent;
using System.Globalization;
using Audio.Cli.Terminal;
using Audio.Protocol;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Audio.Cli.Play;

/// <summary>
/// A bar for each file that has started. The result appears next to the bar, or below it if there is no room, and both
/// stay on the screen.
/// </summary>
internal sealed class PlayBars : IPlayView, IRenderable
{
    private const int LongestName = 40;
    private const int ShortestName = 12;
    private const int BarWidth = 20;
    private const int NarrowBarWidth = 10;

    /// <summary>The bar is narrow on terminals with fewer columns than this.</summary>
    private const int Narrow = 50;

    /// <summary>Room for the text next to a moving bar: <c>3599.9 of 3600.0 s</c>.</summary>
    private const int TextWidth = 18;

    private const string Gap = "  ";
    private const double StepsPerSecond = 4;
    private static readonly Style Green = new(Color.Green);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    //  *any thread*
    private readonly ConcurrentDictionary<FilePlay, bool> _seen = new();
    private readonly ConcurrentQueue<FilePlay> _plays = new();

    /// <summary>Shows the bars until playback ends.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="play">Plays, and reports progress to the view.</param>
    /// <param name="time">The clock.</param>
    public static async Task ShowAsync(IAnsiConsole console, Func<IPlayView, Task> play, TimeProvider? time = null)
    {
        var bars = new PlayBars();
        await console
            .Live(bars)
            .AutoClear(true)
            .Overflow(VerticalOverflow.Crop)
            .Cropping(VerticalOverflowCropping.Top)
            .StartAsync(async live =>
            {
                Task playing = play(bars);
                while (!playing.IsCompleted)
                {
                    live.Refresh();
                    await Task.WhenAny(playing, Task.Delay(Interval, time ?? TimeProvider.System));
                }
                await playing;
            });
        console.Write(bars);
    }

    /// <summary>Only adds new files: a timer redraws the bars.</summary>
    public void Show(FilePlay play)
    {
        if (_seen.TryAdd(play, true))
            _plays.Enqueue(play);
    }

    /// <summary>The text next to the bar. Error messages are too long for it and are printed afterwards.</summary>
    public static string TextOf(FilePlay play) =>
        play switch
        {
            { Outcome: { IsUnheard: true } } => "played, but not heard",
            { Outcome: { IsTrouble: true } } => "not heard in full",
            { Outcome: { } outcome } => outcome.Text,
            { Length: { } length } => string.Create(
                CultureInfo.InvariantCulture,
                $"{play.Played.TotalSeconds:0.0} of {length.TotalSeconds:0.0} s"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"{play.Played.TotalSeconds:0.0} s"),
        };

    /// <summary>What it is called: by its title or, without one, by its file.</summary>
    public static string LabelOf(FilePlay play) => play.Title is { } title ? PlainText.Line(title) : play.Name;

    /// <summary>The progress as a bar.</summary>
    public static string BarOf(FilePlay play, int width, bool unicode) =>
        play switch
        {
            { Outcome.IsWhole: true } => ProgressBar.Of(1, width, unicode),
            { Length: { } length } when length > TimeSpan.Zero => ProgressBar.Of(play.Played / length, width, unicode),
            { Outcome: not null } => ProgressBar.Of(0, width, unicode),
            _ => ProgressBar.Running((long)(play.Played.TotalSeconds * StepsPerSecond), width, unicode),
        };

    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        FilePlay[] plays = [.. _plays];
        int bar = maxWidth < Narrow ? NarrowBarWidth : BarWidth;
        int room = Math.Clamp(maxWidth - bar - TextWidth - 2 * Gap.Length, ShortestName, LongestName);
        int name = Math.Min(room, plays.Select(play => LabelOf(play).Cells()).DefaultIfEmpty().Max());
        foreach (FilePlay play in plays)
        {
            string shown = play.Title is null
                ? play.Name.CutStartTo(name, options.Unicode)
                : LabelOf(play).CutTo(name, options.Unicode);
            string text = PlainText.Line(TextOf(play));
            bool isBeside = name + Gap.Length + bar + Gap.Length + text.Cells() <= maxWidth;
            yield return new Segment(shown + new string(' ', name - shown.Cells()) + Gap);
            yield return new Segment(BarOf(play, bar, options.Unicode), Green);
            yield return new Segment(isBeside ? Gap + text : "");
            yield return Segment.LineBreak;
            if (isBeside)
                continue;
            foreach (string below in text.WrapTo(maxWidth - Gap.Length))
            {
                yield return new Segment(Gap + below);
                yield return Segment.LineBreak;
            }
        }
    }
}
