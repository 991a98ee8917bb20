using System.Buffers;
using Audio.Core.Wires.Transports;

namespace Audio.Host.Transports;

/// <summary>
/// The memory of one message; it grows as the message comes, by doubling, within what the <see cref="MessageMemory"/>
/// gives. Receiving loop only.
/// </summary>
internal sealed class MessageBuffer(MessageMemory memory)
{
    private const int FirstBytes = 4 * 1024;

    /// <summary>Longer ones are rare, and the pool would keep them.</summary>
    private const int MaxPooledBytes = MessageMemory.MediumBytes;

    private byte[]? _bytes;
    private bool _pooled;

    /// <summary>What it has of the memory of all.</summary>
    public MessagePlace Place { get; } = new(memory);

    /// <summary>Bytes that it takes.</summary>
    public int Capacity => _bytes?.Length ?? 0;

    /// <summary>Room behind what was received.</summary>
    public Memory<byte> Rest(int count) => _bytes.AsMemory(count);

    /// <summary>What was received.</summary>
    public ReadOnlyMemory<byte> Message(int count) => _bytes.AsMemory(0, count);

    /// <summary>
    /// Makes room behind what was received; waits until there is memory for it. It may hold one byte more than the
    /// longest message, so that one of exactly that length is told from a longer one.
    /// </summary>
    /// <exception cref="OperationCanceledException">The connection was given up meanwhile.</exception>
    public async ValueTask GrowAsync(int count)
    {
        int bytes = (int)Math.Min((long)memory.MaxMessageBytes + 1, Math.Max(FirstBytes, 2L * count));
        await Place.CoverAsync(Math.Min(bytes, memory.MaxMessageBytes));
        bool pooled = bytes <= MaxPooledBytes;
        byte[] larger = pooled ? ArrayPool<byte>.Shared.Rent(bytes) : GC.AllocateUninitializedArray<byte>(bytes);
        _bytes.AsSpan(0, count).CopyTo(larger);
        ReturnBytes();
        (_bytes, _pooled) = (larger, pooled);
    }

    /// <summary>Gives it back; the message is gone.</summary>
    public void Release()
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
