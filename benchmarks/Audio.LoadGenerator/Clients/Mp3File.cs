using System.Text.Json.Serialization;

namespace Audio.LoadGenerator.Clients;

/// <summary>The frames of an MP3 of one bit rate and without a tag, as <c>lame -t</c> writes it.</summary>
/// <param name="Rate">In hertz.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="FrameSamples">Samples of one channel in a frame.</param>
/// <param name="Frames">Its frames.</param>
internal sealed record Mp3File(
    int Rate,
    int Channels,
    int FrameSamples,
    [property: JsonIgnore] IReadOnlyList<byte[]> Frames
)
{
    private const int HeaderLength = 4;

    /// <summary>How long a frame sounds, rounded up to what a clock can count.</summary>
    public TimeSpan FrameSpan => new((FrameSamples * TimeSpan.TicksPerSecond + Rate - 1) / Rate);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Mp3File Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var frames = new List<byte[]>();
        for (int at = 0; at + HeaderLength <= file.Length; at += frames[^1].Length)
        {
            int length = Length(file.AsSpan(at), out _, out _);
            if (length == 0)
                throw new InvalidDataException($"{path} has no frame of MP3 at byte {at}: make it by lame -t.");
            frames.Add(file[at..Math.Min(at + length, file.Length)]);
        }
        if (frames.Count == 0)
            throw new InvalidDataException($"{path} is empty.");
        Length(file, out int rate, out int samples);
        return new Mp3File(rate, file[3] >> 6 == 3 ? 1 : 2, samples, frames);
    }

    /// <returns>The bytes of the frame with this header; 0: it is none of layer III.</returns>
    private static int Length(ReadOnlySpan<byte> header, out int rate, out int samples)
    {
        ReadOnlySpan<int> kilobits1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
        ReadOnlySpan<int> kilobits2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
        ReadOnlySpan<int> rates = [44_100, 48_000, 32_000, 0];
        int version = header[1] >> 3 & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
        rate =
            rates[header[2] >> 2 & 3]
            >> (
                version == 3 ? 0
                : version == 2 ? 1
                : 2
            );
        samples = version == 3 ? 1152 : 576;
        if (header[0] != 0xFF || (header[1] & 0xE6) != 0xE2 || version == 1 || rate == 0)
            return 0;
        int kilobits = (version == 3 ? kilobits1 : kilobits2)[header[2] >> 4];
        return kilobits == 0 ? 0 : samples / 8 * kilobits * 1_000 / rate + (header[2] >> 1 & 1);
    }
}
