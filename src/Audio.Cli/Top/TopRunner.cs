using System.Text.Json;
using Audio.Cli.Terminal;
using Spectre.Console;

namespace Audio.Cli.Top;

/// <summary>Why the display ended.</summary>
internal enum TopEnd
{
    /// <summary>The table was shown once as requested, or the user pressed q or Ctrl+C.</summary>
    Asked,

    /// <summary>No daemon ever answered.</summary>
    Absent,

    /// <summary>The daemon answered at first and then no longer.</summary>
    Gone,
}

/// <summary>Polls the daemon and shows the table.</summary>
/// <param name="console">Where to show it.</param>
/// <param name="ask">Gets <c>/status</c>; <see langword="null"/> if no daemon answers.</param>
/// <param name="time">The clock.</param>
internal sealed class TopRunner(IAnsiConsole console, Func<Task<JsonDocument?>> ask, TimeProvider time)
{
    /// <summary>The time between two refreshes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // The header with its audibility lines, the frame, "and N more", and the line of the cursor.
    private const int LinesBesideRows = 10;
    private const int FewestRows = 3;

    /// <summary>Shows the table until the user quits or the daemon is gone.</summary>
    /// <param name="once">
    /// Whether to show it once only. A console that cannot overwrite text always shows it once.
    /// </param>
    /// <param name="quitAsync">Completes when the user quits; called only if the table refreshes.</param>
    /// <param name="cancellationToken">Ends the display.</param>
    public async Task<TopEnd> RunAsync(bool once, Func<Task> quitAsync, CancellationToken cancellationToken)
    {
        using JsonDocument? first = await AskAsync();
        if (first is null)
            return TopEnd.Absent;
        if (once || !console.IsLive())
        {
            console.Write(TopTable.Of(first.RootElement, int.MaxValue));
            return TopEnd.Asked;
        }

        TopEnd end = TopEnd.Asked;
        await console
            .Live(TopTable.Of(first.RootElement, Rows()))
            .Overflow(VerticalOverflow.Crop)
            .StartAsync(async live =>
            {
                live.Refresh(); // Spectre does not draw the first table by itself.
                Task quit = quitAsync();
                while (await WaitAsync(quit, cancellationToken))
                {
                    using JsonDocument? status = await AskAsync();
                    if (status is null)
                    {
                        end = TopEnd.Gone;
                        return;
                    }
                    live.UpdateTarget(TopTable.Of(status.RootElement, Rows()));
                    live.Refresh();
                }
            });
        return end;
    }

    /// <summary>Asks again once, because a daemon on a busy machine may miss one request.</summary>
    private async Task<JsonDocument?> AskAsync() => await ask() ?? await ask();

    private int Rows() => Math.Max(FewestRows, console.Profile.Height - LinesBesideRows);

    /// <returns>Whether to refresh again.</returns>
    private async Task<bool> WaitAsync(Task quit, CancellationToken cancellationToken)
    {
        try
        {
            using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var interval = Task.Delay(Interval, time, waited.Token);
            Task first = await Task.WhenAny(quit, interval);
            await waited.CancelAsync();
            await first;
            return first != quit;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
