namespace Audio.Cli.Doctor;

/// <summary>How serious a finding is.</summary>
internal enum Verdict
{
    /// <summary>The check passed.</summary>
    Good,

    /// <summary>Worth knowing; nothing is broken.</summary>
    Note,

    /// <summary>The daemon could not run or could not be heard.</summary>
    Bad,
}

/// <summary>The result of one check.</summary>
/// <param name="Verdict">How serious it is.</param>
/// <param name="Subject">What was checked, in a word or two.</param>
/// <param name="Text">What was found, and what to do about it.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text);
