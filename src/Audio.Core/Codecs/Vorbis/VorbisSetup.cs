using System.Numerics;
using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>What a stream of Vorbis is decoded by: its setup header (Vorbis I, 4.2.4).</summary>
internal sealed class VorbisSetup
{
    private readonly (bool IsLong, VorbisMapping Mapping)[] _modes;
    private readonly int _modeBits;

    private VorbisSetup((bool IsLong, VorbisMapping Mapping)[] modes)
    {
        _modes = modes;
        _modeBits = BitsOf(modes.Length - 1);
    }

    /// <summary>What the header begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "\u0005vorbis"u8;

    /// <summary>Reads the header.</summary>
    /// <param name="packet">The third packet.</param>
    /// <param name="head">The first.</param>
    /// <exception cref="ProtocolException">It is damaged or too large.</exception>
    public static VorbisSetup Read(ReadOnlySpan<byte> packet, VorbisIdentification head)
    {
        if (!packet.StartsWith(Magic))
            throw Malformed("the third packet is something else");
        var bits = new VorbisBits(packet[Magic.Length..]);
        var budget = new VorbisBudget();
        var books = new VorbisCodebook[bits.Read(8) + 1];
        for (int i = 0; i < books.Length; i++)
            books[i] = new VorbisCodebook(ref bits, budget);
        for (int i = (int)bits.Read(6); i >= 0; i--)
        {
            if (bits.Read(16) != 0)
                throw Malformed("it has a transform in time");
        }

        var floors = new VorbisFloor[bits.Read(6) + 1];
        for (int i = 0; i < floors.Length; i++)
            floors[i] = new VorbisFloor(ref bits, books);
        var residues = new VorbisResidue[bits.Read(6) + 1];
        for (int i = 0; i < residues.Length; i++)
            residues[i] = new VorbisResidue(ref bits, books);
        var mappings = new VorbisMapping[bits.Read(6) + 1];
        for (int i = 0; i < mappings.Length; i++)
            mappings[i] = new VorbisMapping(ref bits, head.Channels, floors, residues);
        var modes = new (bool IsLong, VorbisMapping Mapping)[bits.Read(6) + 1];
        for (int i = 0; i < modes.Length; i++)
        {
            bool isLong = bits.ReadFlag();
            if (bits.Read(32) != 0)
                throw Malformed("a mode has an unknown window or transform");
            modes[i] = (isLong, At(mappings, bits.Read(8), "mapping"));
        }

        return bits.ReadFlag() && !bits.IsOver
            ? new VorbisSetup(modes)
            : throw Malformed("it does not end as it should");
    }

    /// <summary>Reads the beginning of a packet of sound (4.3.1).</summary>
    /// <param name="bits">The packet.</param>
    /// <param name="isLong">Whether its block is a long one.</param>
    /// <returns>How it is decoded; <see langword="null"/>: it is no sound, or damaged.</returns>
    public VorbisMapping? ReadMode(ref VorbisBits bits, out bool isLong)
    {
        isLong = false;
        if (bits.ReadFlag())
            return null;
        uint number = bits.Read(_modeBits);
        if (number >= _modes.Length)
            return null;
        (isLong, VorbisMapping mapping) = _modes[number];
        if (isLong)
            bits.Skip(2); // The shapes of the windows follow from the blocks beside it.
        return bits.IsOver ? null : mapping;
    }

    /// <summary>The bits that a number takes (9.2.1).</summary>
    public static int BitsOf(int number) => 32 - BitOperations.LeadingZeroCount((uint)number);

    /// <summary>One of a list that the header has named by its number.</summary>
    /// <exception cref="ProtocolException">There is none of that number.</exception>
    public static T At<T>(T[] list, uint number, string what) =>
        number < list.Length ? list[number] : throw Malformed($"it names {what} {number} of {list.Length}");

    /// <summary>The error of a damaged header.</summary>
    /// <param name="what">What is wrong with it.</param>
    public static ProtocolException Malformed(string what) =>
        new(ProtocolErrorCode.Malformed, $"A header of this Vorbis stream is damaged: {what}. Send it again.");
}
