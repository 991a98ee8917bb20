using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>
/// The fine structure of spectra (Vorbis I, 8): partitions of them, each of a class, which says with which codebooks it
/// is refined in up to eight passes.
/// </summary>
internal sealed class VorbisResidue
{
    private const int Passes = 8;

    private readonly uint _type;
    private readonly int _begin;
    private readonly int _end;
    private readonly int _partition;
    private readonly int _classes;
    private readonly VorbisCodebook _classBook;
    private readonly VorbisCodebook?[] _books; // by class and pass

    /// <summary>Reads a residue.</summary>
    /// <param name="bits">The setup header.</param>
    /// <param name="books">Its codebooks.</param>
    /// <exception cref="ProtocolException">It is damaged.</exception>
    public VorbisResidue(ref VorbisBits bits, VorbisCodebook[] books)
    {
        _type = bits.Read(16);
        if (_type > 2)
            throw VorbisSetup.Malformed($"it has a residue of type {_type}");
        _begin = (int)bits.Read(24);
        _end = (int)bits.Read(24);
        _partition = (int)bits.Read(24) + 1;
        _classes = (int)bits.Read(6) + 1;
        _classBook = VorbisSetup.At(books, bits.Read(8), "codebook");
        if (Math.Pow(_classes, _classBook.Dimensions) > _classBook.Entries)
            throw VorbisSetup.Malformed("a residue has more classes than its codebook");
        uint[] passes = new uint[_classes];
        for (int i = 0; i < _classes; i++)
            passes[i] = bits.Read(3) | (bits.ReadFlag() ? bits.Read(5) << 3 : 0);
        _books = new VorbisCodebook?[_classes * Passes];
        for (int i = 0; i < _books.Length; i++)
        {
            if (((passes[i / Passes] >> (i % Passes)) & 1) == 0)
                continue;
            _books[i] = VorbisSetup.At(books, bits.Read(8), "codebook");
            if (!_books[i]!.HasVectors)
                throw VorbisSetup.Malformed("a residue's codebook has no vectors");
        }
    }

    /// <summary>Adds the residue to spectra. Where the packet ends, it ends.</summary>
    /// <param name="bits">The packet.</param>
    /// <param name="work">Its working memory.</param>
    /// <param name="channels">The spectra, of the channels that are decoded: at least one.</param>
    /// <param name="isHeard">Whether something is coded for each of them.</param>
    /// <param name="half">Half a block: the length of a spectrum.</param>
    public void Decode(
        ref VorbisBits bits,
        VorbisWork work,
        scoped ReadOnlySpan<int> channels,
        scoped ReadOnlySpan<bool> isHeard,
        int half
    )
    {
        if (!isHeard.Contains(true))
            return;
        if (_type != 2)
        {
            Decode(ref bits, work, channels, isHeard, half, isJoined: false);
            return;
        }

        // The spectra are coded as one, sample by sample in turns.
        Span<float> joined = work.Joined.AsSpan(0, half * channels.Length);
        joined.Clear();
        Decode(ref bits, work, channels[..1], [true], joined.Length, isJoined: true);
        for (int channel = 0; channel < channels.Length; channel++)
        {
            Span<float> spectrum = work.Spectrum(channels[channel], half);
            for (int i = 0, from = channel; i < half; i++, from += channels.Length)
                spectrum[i] = joined[from];
        }
    }

    private void Decode(
        ref VorbisBits bits,
        VorbisWork work,
        scoped ReadOnlySpan<int> channels,
        scoped ReadOnlySpan<bool> isHeard,
        int length,
        bool isJoined
    )
    {
        int begin = Math.Min(_begin, length);
        int partitions = Math.Max(0, Math.Min(_end, length) - begin) / _partition;
        Span<byte> classes = work.Classes(channels.Length * partitions);
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int first = 0; first < partitions; first += _classBook.Dimensions)
            {
                int last = Math.Min(first + _classBook.Dimensions, partitions);
                if (pass == 0 && !ReadClasses(ref bits, classes, isHeard, first, last, partitions))
                    return;
                for (int partition = first; partition < last; partition++)
                {
                    for (int i = 0; i < channels.Length; i++)
                    {
                        if (!isHeard[i])
                            continue;
                        VorbisCodebook? book = _books[classes[i * partitions + partition] * Passes + pass];
                        if (book is null)
                            continue;
                        Span<float> spectrum = isJoined
                            ? work.Joined.AsSpan(0, length)
                            : work.Spectrum(channels[i], length);
                        Span<float> part = spectrum.Slice(begin + partition * _partition, _partition);
                        if (!(_type == 0 ? AddInSteps(ref bits, book, part) : Add(ref bits, book, part)))
                            return;
                    }
                }
            }
        }
    }

    // A codeword has the classes of several partitions, as the digits of a number.
    private bool ReadClasses(
        ref VorbisBits bits,
        Span<byte> classes,
        scoped ReadOnlySpan<bool> isHeard,
        int first,
        int last,
        int partitions
    )
    {
        for (int i = 0; i < isHeard.Length; i++)
        {
            if (!isHeard[i])
                continue;
            int digits = _classBook.ReadEntry(ref bits);
            if (digits < 0)
                return false;
            // With one class there is nothing to divide by, so the number of digits may be anything.
            for (int digit = (_classes == 1 ? last : first + _classBook.Dimensions) - 1; digit >= first; digit--)
            {
                if (digit < last)
                    classes[i * partitions + digit] = (byte)(digits % _classes);
                digits /= _classes;
            }
        }

        return true;
    }

    private static bool Add(ref VorbisBits bits, VorbisCodebook book, Span<float> part)
    {
        while (!part.IsEmpty)
        {
            int place = book.ReadPlace(ref bits);
            if (place < 0)
                return false;
            ReadOnlySpan<float> vector = book.Vector(place);
            if (vector.Length > part.Length)
                vector = vector[..part.Length];
            for (int i = 0; i < vector.Length; i++)
                part[i] += vector[i];
            part = part[vector.Length..];
        }

        return true;
    }

    private static bool AddInSteps(ref VorbisBits bits, VorbisCodebook book, Span<float> part)
    {
        int step = part.Length / book.Dimensions;
        for (int i = 0; i < step; i++)
        {
            int place = book.ReadPlace(ref bits);
            if (place < 0)
                return false;
            ReadOnlySpan<float> vector = book.Vector(place);
            for (int j = 0; j < vector.Length; j++)
                part[i + j * step] += vector[j];
        }

        return true;
    }
}
