using System.Collections.Concurrent;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Audio.Host.Play;

/// <summary>A bar for each file that has begun, which stays when it has ended, with how it did beside it.</summary>
internal sealed class PlayBars : IPlayView
{
    private const int LongestName = 40;
    private const int BarWidth = 20;

    //  *immutable*
    private readonly ProgressContext _progress;
    private readonly ConcurrentDictionary<int, FilePlay> _plays;

    //  *any thread*
    private readonly ConcurrentDictionary<FilePlay, ProgressTask> _tasks = new();

    private PlayBars(ProgressContext progress, ConcurrentDictionary<int, FilePlay> plays) => (_progress, _plays) = (progress, plays);

    /// <summary>Shows bars while something plays.</summary>
    /// <param name="console">A terminal.</param>
    /// <param name="play">Plays, and says so to the view.</param>
    public static async Task ShowAsync(IAnsiConsole console, Func<IPlayView, Task> play)
    {
        var plays = new ConcurrentDictionary<int, FilePlay>();
        await console.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = BarWidth }, new StateColumn(plays))
            .StartAsync(progress => play(new PlayBars(progress, plays)));
    }

    public void Show(FilePlay play)
    {
        ProgressTask task = _tasks.GetOrAdd(play, Add);
        if (play.Length is { } length && length > TimeSpan.Zero)
            task.Value = Math.Min(play.Played / length, 1) * task.MaxValue;
        if (play.Outcome is not { } outcome)
            return;
        task.IsIndeterminate = false;
        if (outcome.IsWhole)
            task.Value = task.MaxValue;
        task.StopTask();
    }

    /// <summary>What stands beside the bar. What was wrong is too long for there.</summary>
    public static string TextOf(FilePlay play) => play switch
    {
        { Outcome: { IsUnheard: true } } => "played, but not heard",
        { Outcome: { IsTrouble: true } } => "not heard whole",
        { Outcome: { } outcome } => outcome.Text,
        { Length: { } length } => string.Create(CultureInfo.InvariantCulture, $"{play.Played.TotalSeconds:0.0} of {length.TotalSeconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{play.Played.TotalSeconds:0.0} s"),
    };

    /// <summary>Whoever plays the file shows it first, before others can.</summary>
    private ProgressTask Add(FilePlay play)
    {
        string name = play.Name.Length <= LongestName ? play.Name : $"…{play.Name[^(LongestName - 1)..]}";
        ProgressTask task = _progress.AddTask(Markup.Escape(name));
        task.IsIndeterminate = play.Length is null;
        _plays[task.Id] = play;
        return task;
    }

    private sealed class StateColumn(ConcurrentDictionary<int, FilePlay> plays) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(plays.TryGetValue(task.Id, out FilePlay? play) ? TextOf(play) : "");
    }
}
