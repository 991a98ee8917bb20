namespace Audio.Cli.Doctor;

/// <summary>How a finding is meant.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing; nothing is broken.</summary>
    Note,

    /// <summary>It keeps the daemon from running or from being heard.</summary>
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Verdict">How it is meant.</param>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Text">What was found; where something is to be done, what.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text);
