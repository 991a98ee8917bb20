using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Audio.Protocol;

/// <summary>
/// What a session does against chunks that come late. <see cref="Auto"/>: it plays at once, and learns from its gaps
/// how long to hold what comes after the next one; <see cref="None"/>: it always plays at once; or a jitter buffer of a
/// fixed length, from the start and again after each time that it ran dry: for sound that comes in real time, as from a
/// voice channel.
/// </summary>
public readonly record struct SessionJitter
{
    /// <summary>The longest fixed buffer.</summary>
    public static readonly TimeSpan MaxBuffer = TimeSpan.FromSeconds(1);

    /// <summary>What a value may be, for people to read.</summary>
    public const string Rule = "auto, none, or a number of milliseconds from 1 to 1000";

    private SessionJitter(TimeSpan? buffer) => Buffer = buffer;

    /// <summary>It learns; what a session does that says nothing.</summary>
    public static SessionJitter Auto => default;

    /// <summary>It never waits.</summary>
    public static SessionJitter None => new(TimeSpan.Zero);

    /// <summary>
    /// How long sound is held back before it is played; zero: not at all; <see langword="null"/>: as long as was
    /// learned.
    /// </summary>
    public TimeSpan? Buffer { get; }

    /// <summary>A jitter buffer of a fixed length.</summary>
    /// <param name="buffer">1 ms to <see cref="MaxBuffer"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter or longer.</exception>
    public static SessionJitter Fixed(TimeSpan buffer) =>
        buffer >= TimeSpan.FromMilliseconds(1) && buffer <= MaxBuffer
            ? new SessionJitter(buffer)
            : throw new ArgumentOutOfRangeException(nameof(buffer), buffer, "A jitter buffer is 1 ms to 1 s long.");

    /// <summary>
    /// Reads <c>auto</c>, <c>none</c> or milliseconds, such as <c>40</c>; as <see cref="ToString"/> writes it.
    /// </summary>
    /// <returns>Whether it is one of them.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out SessionJitter jitter)
    {
        jitter = text == "none" ? None : Auto;
        if (text is "auto" or "none")
            return true;
        if (
            !double.TryParse(
                text,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double milliseconds
            ) || !(milliseconds is >= 1 and <= 1_000)
        )
        {
            return false;
        }

        jitter = new SessionJitter(TimeSpan.FromMilliseconds(milliseconds));
        return true;
    }

    /// <summary><c>auto</c>, <c>none</c>, or the milliseconds of the buffer.</summary>
    public override string ToString() =>
        Buffer switch
        {
            null => "auto",
            { Ticks: 0 } => "none",
            { } buffer => buffer.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        };
}
