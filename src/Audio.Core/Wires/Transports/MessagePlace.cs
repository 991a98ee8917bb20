using System.Diagnostics.CodeAnalysis;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// What one message has of the <see cref="MessageMemory"/>. One receiving loop; <see cref="Abandon"/> from any thread.
/// </summary>
/// <param name="memory">What all share.</param>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer holds nothing to give back.")]
public sealed class MessagePlace(MessageMemory memory)
{
    // Any thread.
    private readonly CancellationTokenSource _abandoned = new();

    // Receiving loop only.
    private SemaphoreSlim? _place;
    private int _covers = MessageMemory.FreeBytes;

    /// <summary>The longest message, in bytes.</summary>
    public int MaxMessageBytes => memory.MaxMessageBytes;

    /// <summary>Makes sure that a message may take so much memory, if that can be at once.</summary>
    /// <returns>Whether it may.</returns>
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

    /// <summary>Makes sure that a message may take so much memory; waits until there is a place.</summary>
    /// <exception cref="OperationCanceledException">The connection was given up meanwhile.</exception>
    public async ValueTask CoverAsync(int bytes)
    {
        if (TryCover(bytes))
            return;
        SemaphoreSlim places = memory.PlacesFor(bytes);
        await places.WaitAsync(_abandoned.Token).ConfigureAwait(false);
        Take(places, bytes);
    }

    /// <summary>The message is gone; what it had is free for others.</summary>
    public void Release()
    {
        _place?.Release();
        (_place, _covers) = (null, MessageMemory.FreeBytes);
    }

    /// <summary>Nobody waits on this connection any more. Any thread.</summary>
    public void Abandon() => _abandoned.Cancel();

    private void Take(SemaphoreSlim place, int bytes)
    {
        _place?.Release(); // only now: the larger one covers it
        _place = place;
        _covers = bytes <= MessageMemory.MediumBytes ? MessageMemory.MediumBytes : memory.MaxMessageBytes;
    }
}
