using System.Buffers.Binary;
using System.Text;

namespace Audio.Core.Codecs;

/// <summary>Reads title and artist from comments as Vorbis, Opus and FLAC have them (Vorbis I, 5.2.1).</summary>
internal static class VorbisComments
{
    /// <summary>Adds what the comments say; damaged ones say nothing.</summary>
    /// <param name="info">What is known.</param>
    /// <param name="block">The comments from the length of the vendor's name on; may be cut off anywhere.</param>
    public static SoundInfo AddTo(SoundInfo info, ReadOnlySpan<byte> block)
    {
        if (!TryTake(ref block, out _) || block.Length < sizeof(uint))
            return info;
        block = block[sizeof(uint)..];
        while (TryTake(ref block, out ReadOnlySpan<byte> comment))
        {
            if (info.Title is null && ValueOf(comment, "TITLE="u8) is { } title)
                info = info with { Title = title };
            else if (info.Artist is null && ValueOf(comment, "ARTIST="u8) is { } artist)
                info = info with { Artist = artist };
        }

        return info;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> block, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (block.Length < sizeof(uint))
            return false;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(block);
        if (length > block.Length - sizeof(uint))
            return false;
        text = block.Slice(sizeof(uint), (int)length);
        block = block[(sizeof(uint) + (int)length)..];
        return true;
    }

    private static string? ValueOf(ReadOnlySpan<byte> comment, ReadOnlySpan<byte> name)
    {
        if (comment.Length <= name.Length || !Ascii.EqualsIgnoreCase(comment[..name.Length], name))
            return null;
        ReadOnlySpan<byte> value = comment[name.Length..];
        return SoundText.Clean(Encoding.UTF8.GetString(value[..Math.Min(value.Length, SoundText.MaxBytes)]));
    }
}
