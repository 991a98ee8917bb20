using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>
/// How the channels of a block are decoded: groups of them, each with a floor and a residue, and pairs that are coded
/// as magnitude and angle (Vorbis I, 4.3).
/// </summary>
internal sealed class VorbisMapping
{
    private const int MaxChannels = 8;

    private readonly (int Magnitude, int Angle)[] _pairs;
    private readonly (VorbisFloor Floor, VorbisResidue Residue)[] _groups;
    private readonly int[] _groupOf; // each channel

    /// <summary>Reads a mapping.</summary>
    /// <param name="bits">The setup header.</param>
    /// <param name="channels">1 to 8.</param>
    /// <param name="floors">Its floors.</param>
    /// <param name="residues">Its residues.</param>
    /// <exception cref="ProtocolException">It is damaged.</exception>
    public VorbisMapping(ref VorbisBits bits, int channels, VorbisFloor[] floors, VorbisResidue[] residues)
    {
        if (bits.Read(16) != 0)
            throw VorbisSetup.Malformed("it has a mapping of an unknown type");
        _groups = new (VorbisFloor Floor, VorbisResidue Residue)[bits.ReadFlag() ? bits.Read(4) + 1 : 1];
        _pairs = new (int Magnitude, int Angle)[bits.ReadFlag() ? bits.Read(8) + 1 : 0];
        int channelBits = VorbisSetup.BitsOf(channels - 1);
        for (int i = 0; i < _pairs.Length; i++)
        {
            int magnitude = (int)bits.Read(channelBits);
            int angle = (int)bits.Read(channelBits);
            if (magnitude == angle || magnitude >= channels || angle >= channels)
                throw VorbisSetup.Malformed($"it couples channel {magnitude} with {angle} of {channels}");
            _pairs[i] = (magnitude, angle);
        }

        if (bits.Read(2) != 0)
            throw VorbisSetup.Malformed("a mapping has reserved bits");
        _groupOf = new int[channels];
        for (int channel = 0; channel < channels && _groups.Length > 1; channel++)
        {
            _groupOf[channel] = (int)bits.Read(4);
            if (_groupOf[channel] >= _groups.Length)
                throw VorbisSetup.Malformed("a mapping names a group that it does not have");
        }

        for (int i = 0; i < _groups.Length; i++)
        {
            bits.Skip(8);
            VorbisFloor floor = VorbisSetup.At(floors, bits.Read(8), "floor");
            _groups[i] = (floor, VorbisSetup.At(residues, bits.Read(8), "residue"));
        }
    }

    /// <summary>Decodes the spectra of a block. Where the packet ends, they end.</summary>
    /// <param name="bits">The packet.</param>
    /// <param name="work">Where they go.</param>
    /// <param name="half">Half the block.</param>
    public void Decode(ref VorbisBits bits, VorbisWork work, int half)
    {
        Span<bool> hasFloor = stackalloc bool[MaxChannels];
        for (int channel = 0; channel < _groupOf.Length; channel++)
        {
            hasFloor[channel] = _groups[_groupOf[channel]].Floor.Read(ref bits, work.Points(channel));
            work.Spectrum(channel, half).Clear();
        }

        Span<bool> isCoded = stackalloc bool[MaxChannels];
        hasFloor.CopyTo(isCoded);
        foreach ((int magnitude, int angle) in _pairs)
            isCoded[magnitude] = isCoded[angle] = isCoded[magnitude] || isCoded[angle];
        for (int group = 0; group < _groups.Length; group++)
            DecodeGroup(ref bits, work, group, isCoded, half);
        for (int i = _pairs.Length - 1; i >= 0; i--)
            Uncouple(work.Spectrum(_pairs[i].Magnitude, half), work.Spectrum(_pairs[i].Angle, half));
        for (int channel = 0; channel < _groupOf.Length; channel++)
        {
            if (hasFloor[channel])
                _groups[_groupOf[channel]].Floor.Apply(work.Points(channel), work.Spectrum(channel, half));
            else
                work.Spectrum(channel, half).Clear();
        }
    }

    private void DecodeGroup(
        ref VorbisBits bits,
        VorbisWork work,
        int group,
        scoped ReadOnlySpan<bool> isCoded,
        int half
    )
    {
        Span<int> channels = stackalloc int[MaxChannels];
        Span<bool> isHeard = stackalloc bool[MaxChannels];
        int count = 0;
        for (int channel = 0; channel < _groupOf.Length; channel++)
        {
            if (_groupOf[channel] != group)
                continue;
            channels[count] = channel;
            isHeard[count++] = isCoded[channel];
        }

        if (count > 0)
            _groups[group].Residue.Decode(ref bits, work, channels[..count], isHeard[..count], half);
    }

    // 4.3.5
    private static void Uncouple(Span<float> magnitudes, Span<float> angles)
    {
        for (int i = 0; i < magnitudes.Length; i++)
        {
            float magnitude = magnitudes[i];
            float angle = angles[i];
            float sum = magnitude > 0 ? magnitude + angle : magnitude - angle;
            float difference = magnitude > 0 ? magnitude - angle : magnitude + angle;
            magnitudes[i] = angle > 0 ? magnitude : sum;
            angles[i] = angle > 0 ? difference : magnitude;
        }
    }
}
