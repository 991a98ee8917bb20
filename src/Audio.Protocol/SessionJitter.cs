using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Audio.Protocol;

/// <summary>
/// How a session deals with chunks that come late. <see cref="Auto"/> plays at once, and learns from the gaps how long
/// to hold sound back after the next one. <see cref="None"/> always plays at once. <see cref="Fixed"/> is a jitter
/// buffer of a fixed length, for sound that comes in real time, such as a voice channel; it fills at the start, and
/// again whenever it has run dry.
/// </summary>
public readonly record struct SessionJitter
{
    /// <summary>The longest fixed buffer.</summary>
    public static readonly TimeSpan MaxBuffer = TimeSpan.FromSeconds(1);

    /// <summary>The values that are allowed, as an error says it.</summary>
    public const string Rule = "auto, none, or a number of milliseconds from 1 to 1000";

    private SessionJitter(TimeSpan? buffer) => Buffer = buffer;

    /// <summary>Learns from the gaps. The default.</summary>
    public static SessionJitter Auto => default;

    /// <summary>Never waits.</summary>
    public static SessionJitter None => new(TimeSpan.Zero);

    /// <summary>
    /// How long sound is held back before it is played; zero: not at all; <see langword="null"/>: as long as was
    /// learned.
    /// </summary>
    public TimeSpan? Buffer { get; }

    /// <summary>A jitter buffer of a fixed length.</summary>
    /// <param name="buffer">1 ms to <see cref="MaxBuffer"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is out of range.</exception>
    public static SessionJitter Fixed(TimeSpan buffer) =>
        buffer >= TimeSpan.FromMilliseconds(1) && buffer <= MaxBuffer
            ? new SessionJitter(buffer)
            : throw new ArgumentOutOfRangeException(nameof(buffer), buffer, "A jitter buffer is 1 ms to 1 s long.");

    /// <summary>
    /// Reads what <see cref="ToString"/> writes: <c>auto</c>, <c>none</c>, or milliseconds such as <c>40</c>.
    /// </summary>
    /// <returns>Whether the text is one of these.</returns>
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
