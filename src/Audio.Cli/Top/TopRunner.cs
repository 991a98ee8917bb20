using System.Text.Json;
using Audio.Cli.Terminal;
using Spectre.Console;

namespace Audio.Cli.Top;

/// <summary>Why the table is shown no longer.</summary>
internal enum TopEnd
{
    /// <summary>It was shown once, as asked for, or somebody pressed q or Ctrl+C.</summary>
    Asked,

    /// <summary>No daemon answered at all.</summary>
    Absent,

    /// <summary>One answered, and does no more.</summary>
    Gone,
}

/// <summary>Asks the daemon over and over, and shows the table.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="ask">Gets <c>/status</c>; null: nobody answers.</param>
/// <param name="time">The clock.</param>
internal sealed class TopRunner(IAnsiConsole console, Func<Task<JsonDocument?>> ask, TimeProvider time)
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // head with what cannot be heard, frame, "and more", and the line of the cursor
    private const int LinesBesideRows = 10;
    private const int FewestRows = 3;

    /// <summary>Shows it until it ends.</summary>
    /// <param name="once">Only once, which is so too where nothing can be written over.</param>
    /// <param name="quitAsync">
    /// Done when somebody at the keyboard has had enough; asked for only where the table lives.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TopEnd> RunAsync(bool once, Func<Task> quitAsync, CancellationToken cancellationToken)
    {
        using JsonDocument? first = await LookAsync();
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
                live.Refresh(); // the first table; it is not drawn by itself
                Task quit = quitAsync();
                while (await WaitAsync(quit, cancellationToken))
                {
                    using JsonDocument? status = await LookAsync();
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

    /// <summary>A daemon on a machine that does much else may miss one question.</summary>
    private async Task<JsonDocument?> LookAsync() => await ask() ?? await ask();

    private int Rows() => Math.Max(FewestRows, console.Profile.Height - LinesBesideRows);

    /// <returns>Whether to look again.</returns>
    private async Task<bool> WaitAsync(Task quit, CancellationToken cancellationToken)
    {
        try
        {
            using var looked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var interval = Task.Delay(Interval, time, looked.Token);
            Task first = await Task.WhenAny(quit, interval);
            await looked.CancelAsync();
            await first;
            return first != quit;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
