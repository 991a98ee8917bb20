namespace Audio.Core.Wires.V4;

/// <summary>The limits of version 4.</summary>
public sealed record V4ServerOptions
{
    /// <summary>How long the sessions of a cut connection wait for their client; 0 to 1 h.</summary>
    public TimeSpan ResumeWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The longest that a session may do nothing, 1 s to 24 h: it is open without a byte of sound, or its client is
    /// gone for good and nothing of it is heard, because it is paused or its output is away. It ends as <c>expired</c>
    /// or <c>disconnected</c>.
    /// </summary>
    public TimeSpan InactiveTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest message, text or binary, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The most sessions on one connection, if that is less than the engine's <see
    /// cref="Engine.AudioEngineOptions.MaxSessionsPerClient"/>.
    /// </summary>
    public int MaxSessionsPerConnection { get; init; } = 256;

    /// <summary>The most cut connections whose clients are waited for; beyond it the oldest is given up.</summary>
    public int MaxWaiting { get; init; } = 1024;

    /// <exception cref="AudioException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Check(
            ResumeWindow >= TimeSpan.Zero && ResumeWindow <= TimeSpan.FromHours(1),
            "ResumeWindow is between 0 and 1 h",
            ResumeWindow
        );
        Check(
            InactiveTimeout >= TimeSpan.FromSeconds(1) && InactiveTimeout <= TimeSpan.FromHours(24),
            "InactiveTimeout is between 1 s and 24 h",
            InactiveTimeout
        );
        Check(
            MaxMessageBytes is >= 1024 and <= 64 * 1024 * 1024,
            "MaxMessageBytes is between 1 KiB and 64 MiB",
            MaxMessageBytes
        );
        Check(MaxSessionsPerConnection >= 1, "MaxSessionsPerConnection is at least 1", MaxSessionsPerConnection);
        Check(MaxWaiting >= 1, "MaxWaiting is at least 1", MaxWaiting);
    }

    private static void Check(bool holds, string rule, object value)
    {
        if (!holds)
            throw new AudioException(AudioErrorKind.Unsupported, $"{rule}; it is {value}.");
    }
}
