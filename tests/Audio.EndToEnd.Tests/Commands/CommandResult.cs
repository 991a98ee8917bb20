namespace Audio.EndToEnd.Tests.Commands;

/// <summary>How a command ended, and what it said.</summary>
public sealed record CommandResult(int ExitCode, string Out, string Error)
{
    /// <summary>Everything, for the message of a test that fails.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Out}\n{Error}";
}
