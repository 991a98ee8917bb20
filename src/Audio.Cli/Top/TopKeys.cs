namespace Audio.Cli.Top;

/// <summary>The keyboard while the table is shown.</summary>
internal static class TopKeys
{
    /// <summary>
    /// Done when somebody presses q; never where there is no keyboard. Keys do not show while this waits.
    /// </summary>
    public static Task QuitAsync()
    {
        var quit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Console.IsInputRedirected)
            return quit.Task;

        // Nothing can end waiting for a key but a key; the end of the process ends the thread.
        new Thread(() =>
        {
            while (Console.ReadKey(intercept: true).KeyChar is not ('q' or 'Q'))
            {
                // Other keys mean nothing.
            }
            quit.TrySetResult();
        })
        {
            IsBackground = true,
            Name = "audiod top keys",
        }.Start();
        return quit.Task;
    }
}
