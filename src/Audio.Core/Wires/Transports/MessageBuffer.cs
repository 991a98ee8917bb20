using System.Buffers;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// The memory of one message. It grows by doubling as the message arrives, within the limits of <see
/// cref="MessageMemory"/>. Receiving loop only.
/// </summary>
/// <param name="memory">The memory for all messages.</param>
public sealed class MessageBuffer(MessageMemory memory)
{
    private const int FirstBytes = 4 * 1024;

    /// <summary>Larger buffers are not pooled: they are rare, and the pool would keep them.</summary>
    private const int MaxPooledBytes = MessageMemory.MediumBytes;

    private byte[]? _bytes;
    private bool _pooled;

    /// <summary>Its share of the memory for all messages.</summary>
    internal MessagePlace Place { get; } = new(memory);

    /// <summary>The size of the buffer, in bytes.</summary>
    internal int Capacity => _bytes?.Length ?? 0;

    /// <summary>The free space after the received bytes.</summary>
    public Memory<byte> Rest(int count) => _bytes.AsMemory(count);

    /// <summary>The received bytes.</summary>
    public ReadOnlyMemory<byte> Message(int count) => _bytes.AsMemory(0, count);

    /// <summary>
    /// Makes free space after the received bytes; waits until memory is available. The buffer may hold one byte more
    /// than the longest message, which distinguishes a message of exactly that length from a longer one.
    /// </summary>
    /// <exception cref="OperationCanceledException">The connection was abandoned meanwhile.</exception>
    public async ValueTask GrowAsync(int count)
    {
        int bytes = (int)Math.Min((long)memory.MaxMessageBytes + 1, Math.Max(FirstBytes, 2L * count));
        await Place.CoverAsync(Math.Min(bytes, memory.MaxMessageBytes)).ConfigureAwait(false);
        bool pooled = bytes <= MaxPooledBytes;
        byte[] larger = pooled ? ArrayPool<byte>.Shared.Rent(bytes) : GC.AllocateUninitializedArray<byte>(bytes);
        _bytes.AsSpan(0, count).CopyTo(larger);
        ReturnBytes();
        (_bytes, _pooled) = (larger, pooled);
    }

    /// <summary>Releases the memory; the message is no longer valid.</summary>
    internal void Release()
    {
        ReturnBytes();
        Place.Release();
    }

    private void ReturnBytes()
    {
        if (_bytes is not null && _pooled)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
    }
}
