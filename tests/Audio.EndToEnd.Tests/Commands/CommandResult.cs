namespace Audio.EndToEnd.Tests.Commands;

/// <summary>The exit code and the output of a command.</summary>
public sealed record CommandResult(int ExitCode, string Out, string Error)
{
    /// <summary>Everything, for the message of a test that fails.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Out}\n{Error}";
}
