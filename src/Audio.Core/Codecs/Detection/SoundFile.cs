using System.Buffers.Binary;
using Audio.Core.Codecs.Mp3;
using Audio.Protocol;

namespace Audio.Core.Codecs.Detection;

/// <summary>What a file says about itself at its beginning, and an Ogg file at its end.</summary>
/// <param name="Codec">Its codec, as people name it: <c>MP3</c>, <c>WAV</c>.</param>
/// <param name="Title">Its title: at most 200 characters, without control characters.</param>
/// <param name="Artist">Who plays or speaks: like the title.</param>
/// <param name="Format">The format of its samples; those of a codec are 32-bit float.</param>
/// <param name="Frames">Its length in frames, if it says it.</param>
public sealed record SoundFile(string Codec, string? Title, string? Artist, AudioFormat Format, long? Frames)
{
    /// <summary>Sound that does not begin within this many bytes is not searched for.</summary>
    private const int MaxRead = 1024 * 1024;

    private const int Piece = 16 * 1024;

    /// <summary>An Ogg page has at most 65,307 bytes (RFC 3533, 6).</summary>
    private const int LastPages = 2 * 65_307;

    /// <summary>Its length, if it says it.</summary>
    public TimeSpan? Duration =>
        Frames is { } frames
        && (double)frames / Format.SampleRate is var seconds
        && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Reads as much of a file as it needs, and goes back to its first byte.</summary>
    /// <param name="file">A file that can seek.</param>
    /// <returns><see langword="null"/>: it is nothing that can be played, or says nothing at its beginning.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SoundFile? Read(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            file.Position = 0;
            ReadOnlySpan<byte> tag = TagOf(file);
            using var decoder = new DetectingDecoder(new DecoderChoice(declared: null));
            if (!Begin(decoder, file) || decoder is not { Info: { } info, Format: { } format })
                return null;
            info = tag.IsEmpty ? info : Id3v2.AddTo(info, tag);
            return new SoundFile(
                info.Codec,
                info.Title,
                info.Artist,
                new AudioFormat(format.Encoding, format.SampleRate, format.Channels),
                FramesOf(file, info, format)
            );
        }
        catch (ProtocolException)
        {
            return null; // whoever plays it says why
        }
        finally
        {
            file.Position = 0;
        }
    }

    /// <summary>The ID3v2 tag in front, which the file is positioned behind.</summary>
    private static ReadOnlySpan<byte> TagOf(Stream file)
    {
        byte[] header = new byte[TagSizes.MaxHeader];
        int length = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = header.AsSpan(0, length);
        file.Position = 0;
        if (!start.StartsWith("ID3"u8) || TagSizes.Measure(start) is not (> 0 and var size))
            return [];
        byte[] tag = new byte[Math.Min(size, MaxRead)];
        int read = file.ReadAtLeast(tag, tag.Length, throwOnEndOfStream: false);
        file.Position = Math.Min(size, file.Length);
        return tag.AsSpan(0, read);
    }

    /// <summary>Decodes until the format is known.</summary>
    private static bool Begin(DetectingDecoder decoder, Stream file)
    {
        byte[] bytes = new byte[Piece];
        float[] samples = new float[Piece * 8];
        int total = 0;
        while (decoder.Format is null || decoder.Info is null)
        {
            int length = file.Read(bytes);
            total += length;
            if (length == 0 || total > MaxRead)
                return false;
            ReadOnlySpan<byte> rest = bytes.AsSpan(0, length);
            while (!rest.IsEmpty && (decoder.Format is null || decoder.Info is null))
            {
                decoder.Decode(rest, samples, out int taken, out _);
                rest = rest[taken..];
            }
        }

        return true;
    }

    private static long? FramesOf(Stream file, SoundInfo info, DecodedFormat format)
    {
        if (format.BytesPerFrame is not { } size)
            return info.Frames ?? LastGranule(file);
        long there = file.Length / size; // headers do not count
        return Math.Min(info.Frames ?? there, there);
    }

    /// <summary>
    /// The granule position of the last page, if it belongs to the stream of the first: then it counts all frames.
    /// </summary>
    private static long? LastGranule(Stream file)
    {
        Span<byte> first = stackalloc byte[18];
        file.Position = 0;
        if (file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) < first.Length || !IsPage(first))
            return null;
        byte[] last = new byte[Math.Min(LastPages, file.Length)];
        file.Position = file.Length - last.Length;
        Span<byte> pages = last.AsSpan(0, file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false));
        int at = pages.LastIndexOf("OggS"u8);
        if (at < 0 || pages.Length - at < first.Length)
            return null;
        Span<byte> page = pages[at..];
        bool isSame = page[14..18].SequenceEqual(first[14..18]);
        long granule = BinaryPrimitives.ReadInt64LittleEndian(page[6..]);
        return isSame && granule > 0 ? granule : null;
    }

    private static bool IsPage(ReadOnlySpan<byte> bytes) => bytes.StartsWith("OggS"u8);
}
