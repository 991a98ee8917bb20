namespace Audio.Cli.Top;

/// <summary>Waits for a key while the table is shown.</summary>
internal static class TopKeys
{
    /// <summary>
    /// Completes when q is pressed; never if input is redirected. Keys are not echoed meanwhile.
    /// </summary>
    public static Task QuitAsync()
    {
        var quit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Console.IsInputRedirected)
            return quit.Task;

        // ReadKey cannot be cancelled, so it gets a background thread, which ends with the process.
        new Thread(() =>
        {
            while (Console.ReadKey(intercept: true).KeyChar is not ('q' or 'Q'))
            {
                // Ignore all other keys.
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
