using Audio.Core.Sessions;
using Audio.Testing.Engines;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Testing;

/// <summary>
/// The finder of faults beside the real thing: what an engine makes of a session that starves has none, and each kind
/// of fault is seen.
/// </summary>
public sealed class FadedSoundTests
{
    private readonly short[] _sent = Pcm.ToInt16(Signal.Noise(2 * 12_000, seed: 1));

    [Theory]
    [InlineData(240), InlineData(100), InlineData(480), InlineData(3_000)]
    public async Task What_an_engine_plays_has_no_fault_when_its_gaps_are_allowed(int starvesFor)
    {
        (short[] heard, int underruns) = await PlayAsync(starvesFor);
        underruns.Should().Be(3);
        FadedSound.FindFault(heard, _sent, underruns).Should().BeNull();
        FadedSound.FindFault(heard, _sent, underruns - 1).Should().Contain("differs after 2 of 2 gaps");
    }

    [Fact]
    public async Task A_fault_is_seen_in_each_part()
    {
        (short[] heard, int underruns) = await PlayAsync(starvesFor: 3_000);
        foreach (
            int frame in new[] { 10, 1_500, 3_000 + 100, 3_000 + 200, 3_000 + 1_000, 6_000 + 100, heard.Length / 2 - 1 }
        )
        {
            short[] wrong = [.. heard];
            wrong[2 * frame] = (short)(wrong[2 * frame] ^ 0x40);
            FadedSound.FindFault(wrong, _sent, underruns).Should().NotBeNull($"frame {frame} is wrong");
        }
    }

    [Fact]
    public async Task A_sample_twice_and_a_sample_lost_are_seen()
    {
        (short[] heard, int underruns) = await PlayAsync(starvesFor: 240);
        FadedSound.FindFault([.. heard[..200], .. heard[198..]], _sent, underruns).Should().NotBeNull();
        FadedSound.FindFault([.. heard[..200], .. heard[202..]], _sent, underruns).Should().NotBeNull();
    }

    /// <summary>Three gaps of so many frames, and a last one in front of the end.</summary>
    private async Task<(short[] Heard, int Underruns)> PlayAsync(int starvesFor)
    {
        var test = new TestEngine(options => options.MaxPrefill = TimeSpan.Zero);
        AudioSession session = test.Open(channels: 2);
        byte[] bytes = Pcm.Bytes(_sent);
        for (int part = 0; part < 4; part++)
        {
            await session.WriteAsync(bytes.AsMemory(part * bytes.Length / 4, bytes.Length / 4));
            for (int left = 3_000 + starvesFor; left > 0; left -= 1_200)
                test.Output.Render(Math.Min(left, 1_200));
        }

        session.Complete();
        test.Output.PlayOut();
        return (
            [.. test.Output.Rendered.Select(sample => (short)Math.Round(sample * 32_768))],
            session.Statistics.Underruns
        );
    }
}
