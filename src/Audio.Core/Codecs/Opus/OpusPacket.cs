namespace Audio.Core.Codecs.Opus;

/// <summary>What the first bytes of a packet of Opus say (RFC 6716, 3.1).</summary>
internal static class OpusPacket
{
    /// <summary>Frames per second of all that is decoded.</summary>
    public const int SampleRate = 48_000;

    /// <summary>The most frames of a packet: 120 ms.</summary>
    public const int MaxFrames = SampleRate / 1000 * 120;

    // Frames of the configurations of SILK and of hybrid and CELT (table 2), in the order of their numbers.
    private static ReadOnlySpan<short> Silk => [480, 960, 1920, 2880];
    private static ReadOnlySpan<short> Celt => [120, 240, 480, 960];

    /// <summary>How many frames at 48 kHz a packet gives; 0 if it is damaged.</summary>
    /// <param name="packet">At least its first two bytes, or all of it.</param>
    public static int Measure(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty)
            return 0;
        int configuration = packet[0] >> 3;
        int frames = configuration switch
        {
            < 12 => Silk[configuration & 3],
            < 16 => (configuration & 1) == 0 ? 480 : 960,
            _ => Celt[configuration & 3],
        };
        int count = (packet[0] & 3) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => packet.Length < 2 ? 0 : packet[1] & 63,
        };
        return count * frames <= MaxFrames ? count * frames : 0;
    }
}
