using System.Numerics;
using NAudio.Wave;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Reads the samples of a frame of layer II: ISO/IEC 11172-3 section 2.4.3.3, 13818-3.</summary>
internal ref struct LayerIIReader
{
    /// <summary>The room that is needed for the allocations.</summary>
    public const int Allocations = Channels * Subbands;

    /// <summary>The room that is needed for the scale factors.</summary>
    public const int Factors = Channels * Subbands * Parts;

    /// <summary>Samples of a subband that come together.</summary>
    public const int Triple = 3;

    /// <summary>How often they come in a frame.</summary>
    public const int Triples = 12;

    private const int Subbands = PolyphaseFilter.Subbands;
    private const int Channels = 2;
    private const int Parts = 3; // of a frame, which have scale factors of their own
    private const int ScaleFactorBits = 6;

    private static readonly float[] Scales =
    [
        .. Enumerable.Range(0, 1 << ScaleFactorBits).Select(static i => (float)Math.Pow(2, 1 - i / 3.0)),
    ];

    private readonly LayerIITable _table;
    private readonly int _channels;
    private readonly int _bound; // from here on, both channels have the same samples
    private readonly Span<sbyte> _allocations;
    private readonly Span<float> _factors;
    private BitReader _reader;

    /// <summary>Reads how the samples of a frame are coded.</summary>
    /// <param name="header">The header of the frame.</param>
    /// <param name="body">What follows the header and its checksum.</param>
    /// <param name="allocations">As many zeros as <see cref="Allocations"/> says.</param>
    /// <param name="factors">The room that <see cref="Factors"/> says.</param>
    public LayerIIReader(MpegHeader header, ReadOnlySpan<byte> body, Span<sbyte> allocations, Span<float> factors)
    {
        _table = LayerIITable.Of(header);
        _channels = header.Channels;
        _bound = header.Mode == ChannelMode.JointStereo ? 4 * (header.ModeExtension + 1) : Subbands;
        _allocations = allocations;
        _factors = factors;
        _reader = new BitReader(body);
        ReadAllocations();
        ReadFactors();
    }

    /// <summary>The bits that were read, which may be more than there are.</summary>
    public readonly int Position => _reader.Position;

    /// <summary>Reads the next three samples of each subband.</summary>
    /// <param name="part">The third of the frame.</param>
    /// <param name="rows">The rows of samples, a channel's behind another's, from these samples on.</param>
    public void Read(int part, Span<float> rows)
    {
        Span<float> samples = stackalloc float[Triple];
        for (int subband = 0; subband < _table.Subbands; subband++)
        {
            for (int channel = 0; channel < _channels; channel++)
            {
                int place = channel * Subbands + subband;
                if (channel == 0 || subband < _bound)
                    ReadTriple(_allocations[place], samples);
                Span<float> row = rows[(place * PolyphaseFilter.RowLength)..];
                for (int i = 0; i < Triple; i++)
                    row[i] = samples[i] * _factors[Parts * place + part];
            }
        }
    }

    private void ReadAllocations()
    {
        for (int subband = 0; subband < _table.Subbands; subband++)
        {
            ReadOnlySpan<sbyte> choices = _table.Choices(subband);
            int bits = BitOperations.Log2((uint)choices.Length);
            for (int channel = 0; channel < _channels; channel++)
            {
                _allocations[channel * Subbands + subband] =
                    channel == 0 || subband < _bound ? choices[_reader.Read(bits)] : _allocations[subband];
            }
        }
    }

    /// <summary>Reads which parts of the frame share scale factors, and then those.</summary>
    private void ReadFactors()
    {
        Span<byte> shared = stackalloc byte[Allocations];
        for (int subband = 0; subband < _table.Subbands; subband++)
        {
            for (int channel = 0; channel < _channels; channel++)
            {
                int place = channel * Subbands + subband;
                if (_allocations[place] != 0)
                    shared[place] = (byte)_reader.Read(2);
            }
        }
        for (int subband = 0; subband < _table.Subbands; subband++)
        {
            for (int channel = 0; channel < _channels; channel++)
            {
                int place = channel * Subbands + subband;
                if (_allocations[place] == 0)
                    continue;
                Span<float> factors = _factors.Slice(Parts * place, Parts);
                factors[0] = ReadFactor();
                factors[1] = shared[place] is 0 or 3 ? ReadFactor() : factors[0];
                factors[2] = shared[place] is 0 or 1 ? ReadFactor() : factors[1];
            }
        }
    }

    private float ReadFactor() => Scales[_reader.Read(ScaleFactorBits)];

    /// <summary>Reads samples between -1 and 1 in equal steps: as many as the bits can say, less one.</summary>
    private void ReadTriple(int allocation, scoped Span<float> samples)
    {
        int levels = allocation switch
        {
            -5 => 3,
            -7 => 5,
            -10 => 9,
            _ => (1 << allocation) - 1,
        };
        int together = allocation < 0 ? _reader.Read(-allocation) : 0;
        foreach (ref float sample in samples)
        {
            int level = allocation < 0 ? together % levels : _reader.Read(allocation);
            together /= Math.Max(levels, 1);
            sample = levels == 0 ? 0 : (2 * level - levels + 1) / (float)levels;
        }
    }
}
