using System.Diagnostics.CodeAnalysis;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// How much memory all messages that are being put together, on all connections, may take. A connection holds little by
/// itself; for a longer message it takes a place, of which there are so many that the total is kept, and waits where
/// there is none. A place covers all that a message may still become, so whoever has one needs nobody else's: they
/// cannot wait for each other. Any thread.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A semaphore of which nobody asks for a wait handle holds nothing to give back."
)]
public sealed class MessageMemory
{
    /// <summary>What every connection may hold without a place, in bytes.</summary>
    public const int FreeBytes = 64 * 1024;

    /// <summary>What a place for a message of middling length covers, in bytes.</summary>
    public const int MediumBytes = 1024 * 1024;

    // Any thread.
    private readonly SemaphoreSlim _medium;
    private readonly SemaphoreSlim _large;

    /// <summary>
    /// Shares a total: one half to the longest messages, the rest to those of up to <see cref="MediumBytes"/>.
    /// </summary>
    /// <param name="maxMessageBytes">The longest message.</param>
    /// <param name="totalBytes">For all of them; at least the longest message and <see cref="MediumBytes"/>.</param>
    public MessageMemory(int maxMessageBytes, long totalBytes = 256L * 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessageBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalBytes, (long)maxMessageBytes + MediumBytes);
        MaxMessageBytes = maxMessageBytes;
        LargePlaces = maxMessageBytes <= MediumBytes ? 0 : (int)Math.Max(1, totalBytes / 2 / maxMessageBytes);
        MediumPlaces = (int)Math.Min(int.MaxValue, (totalBytes - (long)LargePlaces * maxMessageBytes) / MediumBytes);
        _medium = new SemaphoreSlim(MediumPlaces);
        _large = new SemaphoreSlim(LargePlaces);
    }

    /// <summary>The longest message, in bytes.</summary>
    public int MaxMessageBytes { get; }

    /// <summary>How many messages of up to <see cref="MediumBytes"/> may be under way at one time.</summary>
    public int MediumPlaces { get; }

    /// <summary>How many longer ones.</summary>
    public int LargePlaces { get; }

    internal SemaphoreSlim PlacesFor(int bytes) => bytes <= MediumBytes ? _medium : _large;
}
