using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>
/// The memory that the tables of a setup header may take. A few bytes of it can claim gigabytes; what encoders write
/// takes a few hundred kilobytes.
/// </summary>
internal sealed class VorbisBudget
{
    private const int Bytes = 1 << 20;

    private long _left = Bytes;

    /// <summary>Takes memory before it is allocated.</summary>
    /// <param name="bytes">How much.</param>
    /// <exception cref="ProtocolException">There is not so much.</exception>
    public void Take(long bytes)
    {
        _left -= bytes;
        if (_left < 0)
        {
            throw new ProtocolException(
                ProtocolErrorCode.TooLarge,
                $"The setup header of this Vorbis stream needs tables of more than {Bytes >> 20} MiB; "
                    + "send what a usual encoder writes, such as oggenc."
            );
        }
    }
}
