using Audio.Core.Effects;
using Audio.Testing;

namespace Audio.Core.Tests.Effects;

/// <summary>Puts whole streams through effects, cut at random where a seed is given.</summary>
internal static class EffectRun
{
    /// <summary>Works on the samples themselves, and gives them back.</summary>
    public static float[] InPlace(IAudioEffect effect, float[] samples, int channels, int? seed = null)
    {
        Random? random = seed is { } value ? new Random(value) : null;
        int i = 0;
        while (i < samples.Length)
        {
            int length = Math.Min(samples.Length - i, (random?.Next(1, 700) ?? 4_096) * channels);
            effect.Process(samples.AsSpan(i, length));
            i += length;
        }

        return samples;
    }

    /// <summary>All that comes out.</summary>
    public static float[] Stream(IStreamEffect effect, float[] input, int channels, int? seed = null)
    {
        Random? random = seed is { } value ? new Random(value) : null;
        var output = new List<float>();
        ReadOnlySpan<float> rest = input;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<float> offered = rest[..Math.Min(rest.Length, (random?.Next(700) ?? 4_096) * channels)];
            float[] room = new float[(random?.Next(1, 700) ?? 4_096) * channels];
            effect.Process(offered, room, out int consumed, out int written);
            (consumed == offered.Length || written == room.Length)
                .Should()
                .BeTrue("it stops only for want of input or of room");
            output.AddRange(room[..written]);
            rest = rest[consumed..];
        }

        bool done;
        do
        {
            float[] room = new float[(random?.Next(1, 700) ?? 4_096) * channels];
            done = effect.Flush(room, out int written);
            (done || written == room.Length).Should().BeTrue("a flush stops only for want of room");
            output.AddRange(room[..written]);
        } while (!done);
        return [.. output];
    }

    /// <summary>Bytes allocated by a hundred blocks of 10 ms, once warm.</summary>
    public static long AllocationsOf(Action block) =>
        Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++)
                block();
        });
}
