using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Etiquette;

/// <summary>
/// Each channel keeps its own time, whatever happens on the others: in virtual time, to the millisecond.
/// </summary>
public sealed class ChannelTimingTests
{
    private readonly TestEngine _test = new();
    private readonly Dictionary<string, int> _admitted = [];
    private int _now;

    [Fact]
    public async Task With_many_busy_channels_each_admits_the_next_two_seconds_after_its_own_silence()
    {
        // On every channel one session that never sounds, and one that waits for it.
        for (int i = 0; i < 8; i++)
        {
            PassTo(230 * i);
            await Open($"c{i}", frames: 0);
            await Open($"c{i}", frames: 480, watched: $"c{i}");
        }

        // Meanwhile others are opened and cancelled on further channels, and sessions wait behind sound there.
        for (int i = 0; i < 90; i++)
        {
            PassTo(1_650 + 40 * i);
            await Open($"busy{i % 9}", frames: i % 3 == 0 ? 0 : 480);
            AudioSession short1 = await Open($"busy{i % 9}", frames: 0);
            if (i % 2 == 0)
                short1.Cancel();
        }
        PassTo(6_000);

        _admitted
            .Should()
            .Equal(Enumerable.Range(0, 8).ToDictionary(static i => $"c{i}", static i => 230 * i + 2_000 + 1));
    }

    [Fact]
    public async Task A_session_that_has_nothing_to_play_in_its_turn_does_not_stop_the_queue()
    {
        AudioSession first = await Open("c", frames: 480);
        await Open("c", frames: 0);
        await Open("c", frames: 0);
        await Open("c", frames: 480, watched: "last");
        PassTo(3_000);
        first.Cancel();
        _test.Output.PlayOut();
        PassTo(4_000);

        _admitted.Should().Equal(new Dictionary<string, int> { ["last"] = 3_000 });
    }

    [Fact]
    public async Task A_session_that_comes_to_its_turn_empty_has_what_is_left_of_its_two_seconds()
    {
        AudioSession first = await Open("c", frames: 480);
        PassTo(1_000);
        await Open("c", frames: 0);
        await Open("c", frames: 480, watched: "last");
        PassTo(1_500);
        first.Cancel();
        _test.Output.PlayOut();
        PassTo(4_000);

        _admitted.Should().Equal(new Dictionary<string, int> { ["last"] = 1_000 + 2_000 + 1 });
    }

    private async Task<AudioSession> Open(string channel, int frames, string? watched = null)
    {
        AudioSession session = _test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(48_000, 1),
                Etiquette = new SessionEtiquette { Channel = channel, Overlap = ChannelOverlap.Queue },
            }
        );
        if (frames > 0)
            await session.WriteAsync(Pcm(Ramp(frames)));
        if (watched is not null)
        {
            session.State.Should().Be(SessionState.Queued);
            session.States.Subscribe(state =>
            {
                if (state != SessionState.Queued)
                    _admitted.TryAdd(watched, _now);
            });
        }
        return session;
    }

    private void PassTo(int milliseconds)
    {
        while (_now < milliseconds)
        {
            _now++;
            _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }
}
