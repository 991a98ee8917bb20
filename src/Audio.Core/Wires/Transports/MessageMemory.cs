using System.Diagnostics.CodeAnalysis;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// Limits the memory of all messages being assembled, on all connections together. A connection holds little by itself;
/// for a longer message it takes a place, and waits if none is free. There are so many places that the total stays
/// within the limit. A place covers everything its message may still become, so whoever has one needs no other, and
/// nobody can deadlock. Any thread.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The semaphores hold nothing to dispose: nobody uses their wait handles."
)]
public sealed class MessageMemory
{
    /// <summary>The bytes every connection may hold without a place.</summary>
    public const int FreeBytes = 64 * 1024;

    /// <summary>The bytes that a place for a medium message covers.</summary>
    public const int MediumBytes = 1024 * 1024;

    // Any thread.
    private readonly SemaphoreSlim _medium;
    private readonly SemaphoreSlim _large;

    /// <summary>
    /// Divides a total: one half for the longest messages, the rest for those of up to <see cref="MediumBytes"/>.
    /// </summary>
    /// <param name="maxMessageBytes">The longest message.</param>
    /// <param name="totalBytes">
    /// The total for all messages; at least the longest message plus <see cref="MediumBytes"/>.
    /// </param>
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

    /// <summary>How many messages of up to <see cref="MediumBytes"/> may be under way at a time.</summary>
    public int MediumPlaces { get; }

    /// <summary>How many longer messages may be under way at a time.</summary>
    public int LargePlaces { get; }

    internal SemaphoreSlim PlacesFor(int bytes) => bytes <= MediumBytes ? _medium : _large;
}
