using System.Diagnostics.CodeAnalysis;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// One connection's share of the <see cref="MessageMemory"/>. One receiving loop; <see cref="Abandon"/> from any
/// thread.
/// </summary>
/// <param name="memory">The memory shared by all connections.</param>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing to dispose.")]
public sealed class MessagePlace(MessageMemory memory)
{
    // Any thread.
    private readonly CancellationTokenSource _abandoned = new();

    // Receiving loop only.
    private SemaphoreSlim? _place;
    private int _covers = MessageMemory.FreeBytes;

    /// <summary>The longest message, in bytes.</summary>
    public int MaxMessageBytes => memory.MaxMessageBytes;

    /// <summary>Reserves memory for a message if that is possible at once.</summary>
    /// <returns>Whether it was reserved.</returns>
    public bool TryCover(int bytes)
    {
        if (bytes <= _covers)
            return true;
        SemaphoreSlim places = memory.PlacesFor(bytes);
        if (!places.Wait(0))
            return false;
        Take(places, bytes);
        return true;
    }

    /// <summary>Reserves memory for a message; waits until there is a place.</summary>
    /// <exception cref="OperationCanceledException">The connection was abandoned meanwhile.</exception>
    public async ValueTask CoverAsync(int bytes)
    {
        if (TryCover(bytes))
            return;
        SemaphoreSlim places = memory.PlacesFor(bytes);
        await places.WaitAsync(_abandoned.Token).ConfigureAwait(false);
        Take(places, bytes);
    }

    /// <summary>Frees the memory of the message for others.</summary>
    public void Release()
    {
        _place?.Release();
        (_place, _covers) = (null, MessageMemory.FreeBytes);
    }

    /// <summary>Gives the connection up; a pending wait is cancelled. Any thread.</summary>
    public void Abandon() => _abandoned.Cancel();

    private void Take(SemaphoreSlim place, int bytes)
    {
        _place?.Release(); // only now that the larger one covers the message
        _place = place;
        _covers = bytes <= MessageMemory.MediumBytes ? MessageMemory.MediumBytes : memory.MaxMessageBytes;
    }
}
