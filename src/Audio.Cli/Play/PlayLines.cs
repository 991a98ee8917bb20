using Audio.Cli.Invocation;

namespace Audio.Cli.Play;

/// <summary>Prints one line per file when it has ended; failures go to standard error.</summary>
internal sealed class PlayLines(CommandContext context) : IPlayView
{
    private readonly Lock _lock = new();

    public void Show(FilePlay play)
    {
        if (play.Outcome is not { } outcome)
            return;
        lock (_lock)
        {
            if (outcome.IsTrouble)
                context.Error.WriteLine($"audiod: {play.Name}: {outcome.Text}");
            else
                context.Out.WriteLine($"{play.Name}: {outcome.Text}");
        }
    }
}
