using System.Numerics;
using Audio.Core.Codecs.Mp3;
using NAudio.Wave;

namespace Audio.Core.Tests.Codecs.Mp3;

/// <summary>Frames of layer II with random allocations, scale factors and samples.</summary>
/// <param name="version">The two bits of the header: 3 is MPEG 1, 2 is MPEG 2.</param>
/// <param name="rateIndex">The two bits of the header.</param>
/// <param name="bitRateIndex">The four bits of the header.</param>
/// <param name="mode">The channels.</param>
internal sealed class CraftedLayerII(int version, int rateIndex, int bitRateIndex, ChannelMode mode)
{
    private const int Subbands = 32;
    private const int Groups = 12; // of three samples of a subband

    private readonly Random _random = new(1000 * version + 100 * rateIndex + 10 * bitRateIndex + (int)mode);

    /// <summary>Makes a stream.</summary>
    public byte[] Make(int count)
    {
        var stream = new List<byte>();
        for (int i = 0; i < count; i++)
            stream.AddRange(MakeFrame());
        return [.. stream];
    }

    private byte[] MakeFrame()
    {
        int extension = _random.Next(4);
        byte[] frame = new byte[MpegHeader.MaxLength];
        var data = new BitWriter(frame);
        data.Write(0x7FF, 11);
        data.Write(version, 2);
        data.Write(0b10_1, 3); // layer II, no checksum
        data.Write(bitRateIndex, 4);
        data.Write(rateIndex, 2);
        data.Write(0, 2);
        data.Write((int)mode, 2);
        data.Write(extension, 2);
        data.Write(0, 4);
        Assert.True(MpegHeader.TryRead(frame, out MpegHeader header));

        var table = LayerIITable.Of(header);
        int bound = mode == ChannelMode.JointStereo ? 4 * (extension + 1) : Subbands;
        (int Subband, int Channel)[] places =
        [
            .. from subband in Enumerable.Range(0, table.Subbands)
            from channel in Enumerable.Range(0, header.Channels)
            select (subband, channel),
        ];
        int left = 8 * header.Length - 32 - 4 * places.Length;
        sbyte[] bits = new sbyte[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            ReadOnlySpan<sbyte> choices = table.Choices(places[i].Subband);
            bool isSame = places[i].Channel == 1 && places[i].Subband >= bound;
            int choice = _random.Next(choices.Length);
            int cost = 2 + 18 + Groups * (choices[choice] < 0 ? -choices[choice] : 3 * choices[choice]);
            if (2 * cost > left)
                choice = 0;
            else if (!isSame)
                left -= cost;
            bits[i] = isSame ? bits[i - 1] : choices[choice];
            if (isSame && bits[i] != 0)
                left -= 20;
            else if (!isSame)
                data.Write(choice, BitOperations.Log2((uint)choices.Length));
        }

        int[] shared = [.. bits.Select(allocation => allocation == 0 ? -1 : _random.Next(4))];
        foreach (int how in shared.Where(static how => how >= 0))
            data.Write(how, 2);
        foreach (int how in shared.Where(static how => how >= 0))
        {
            int factors = ((int[])[3, 2, 1, 2])[how];
            for (int i = 0; i < factors; i++)
                data.Write(_random.Next(12, 63), 6);
        }
        for (int group = 0; group < Groups; group++)
        {
            for (int i = 0; i < places.Length; i++)
            {
                if (places[i].Channel == 0 || places[i].Subband < bound)
                    WriteTriple(ref data, bits[i]);
            }
        }
        return data.Position <= 8 * header.Length
            ? frame[..header.Length]
            : throw new InvalidOperationException("The frame is too short.");
    }

    private void WriteTriple(ref BitWriter data, int bits)
    {
        int together = bits switch
        {
            -5 => 3 * 3 * 3,
            -7 => 5 * 5 * 5,
            -10 => 9 * 9 * 9,
            _ => 0,
        };
        if (together > 0)
        {
            data.Write(_random.Next(together), -bits);
            return;
        }
        for (int i = 0; i < 3 && bits > 0; i++)
            data.Write(_random.Next((1 << bits) - 1), bits);
    }
}
