using Audio.Core.Sinks;
using Audio.Core.Sinks.Player;
using Audio.Core.Sinks.PortAudio;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks;

/// <summary>
/// A device that was not served because the whole process was stopped is neither stalled nor silent: in virtual time.
/// </summary>
public sealed class DeviceWatchTests
{
    // How often the device requests samples, and how often the sinks look, in milliseconds.
    private const int Request = 200;
    private const int Look = 250;
    private const int Step = 25;

    private readonly FakeTimeProvider _time = new();

    /// <summary>The limits of the sinks, in milliseconds.</summary>
    public static TheoryData<int> Limits =>
        [(int)WavePlayerSink.StallLimit.TotalMilliseconds, (int)PortAudioSink.StallLimit.TotalMilliseconds];

    /// <summary>After any moment between two requests and two looks, before the next request.</summary>
    [Theory]
    [MemberData(nameof(Limits))]
    public void A_stop_of_the_process_is_no_stall_and_no_silence_however_long_it_is(int limit)
    {
        for (int stop = Step; stop <= 2 * limit; stop += 3 * Step)
        {
            for (int at = 0; at < 4 * Look; at += Step)
            {
                DeviceWatch watch = Begin(limit);
                Run(watch, 0, at);
                Pass(stop);
                if (watch.HasStalled() || watch.Silence > TimeSpan.Zero)
                    Assert.Fail($"It was stopped for {stop} ms after {at} ms.");
                Run(watch, at, at + 2 * Look);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_device_that_requests_nothing_has_stalled_after_its_time_and_is_not_silent(int limit)
    {
        DeviceWatch watch = Begin(limit);
        LookUntilStalled(watch, limit);
        watch.Silence.Should().Be(TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void After_a_stop_it_has_its_whole_time_again(int limit)
    {
        DeviceWatch watch = Begin(limit);
        Pass(limit / 2);
        watch.HasStalled().Should().BeFalse();
        LookUntilStalled(watch, limit);
    }

    [Fact]
    public void Silence_is_what_it_was_given_since_the_last_sound()
    {
        DeviceWatch watch = Begin(limit: 2_000);
        for (int passed = 0; passed < 5_000; passed += Request)
        {
            Pass(Request);
            watch.Serve(_time.GetTimestamp(), isSound: passed < 2_000);
        }

        watch.Silence.Should().Be(TimeSpan.FromSeconds(3));
    }

    private DeviceWatch Begin(int limit)
    {
        var watch = new DeviceWatch(_time, TimeSpan.FromMilliseconds(limit));
        watch.Begin(_time.GetTimestamp());
        return watch;
    }

    private void LookUntilStalled(DeviceWatch watch, int limit)
    {
        for (int passed = Look; passed < limit; passed += Look)
        {
            Pass(Look);
            watch.HasStalled().Should().BeFalse($"only {passed} ms have passed");
        }

        Pass(Look);
        watch.HasStalled().Should().BeTrue();
    }

    /// <summary>A device that plays, and a sink that looks.</summary>
    private void Run(DeviceWatch watch, int from, int to)
    {
        for (int passed = from + Step; passed <= to; passed += Step)
        {
            Pass(Step);
            if (passed % Look == 0 && watch.HasStalled())
                Assert.Fail($"It requested samples as it should, and was looked at after {passed} ms.");
            if (passed % Request == 0)
                watch.Serve(_time.GetTimestamp(), isSound: true);
        }
    }

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
