using Audio.Core.Sinks;
using Audio.Core.Sinks.PortAudio;
using Audio.Core.Sinks.PortAudio.Native;
using Audio.Testing;
using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.PortAudio;

/// <summary>
/// The sink against the real library: PortAudio plays to ALSA, ALSA's pulse plugin to a PulseAudio null sink, and the
/// monitor of that is what is compared.
/// </summary>
[Collection(nameof(AlsaConfiguration))]
public sealed class PortAudioSinkTests : IAsyncLifetime
{
    private const int Period = 480;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<SinkException> _faults = [];
    private PulseServer _server = null!;

    /// <summary>ALSA's way to PulseAudio is long; so is the latency here.</summary>
    private static SinkOptions Patient { get; } =
        new() { Period = TimeSpan.FromMilliseconds(10), Latency = TimeSpan.FromMilliseconds(200) };

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "goes through ALSA");
        RequireLibraries();
        _server = await PulseServer.StartAsync();
        AlsaConfiguration.UsePulse(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        AlsaConfiguration.UseNothing();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task Play_two_sounds_each_is_heard_whole_and_the_positions_are_true()
    {
        const int frames = 100 * Period;
        var source = new TestSource();
        using PortAudioSink sink = Start(source);
        sink.Name.Should().Be("portaudio: default");
        await using PulseRecording recording = await _server.RecordAsync();
        source.Asked.Should().Be(0, "the device is not started before there is sound");
        for (int sound = 1; sound <= 2; sound++)
        {
            source.Add(frames);
            sink.Wake();
            long last = 0;
            while (last < sound * frames)
            {
                long now = sink.FramesPlayed;
                now.Should().BeInRange(last, sink.FramesRendered);
                last = now;
                await Task.Delay(
                    TimeSpan.FromMilliseconds(1),
                    TimeProvider.System,
                    TestContext.Current.CancellationToken
                );
            }

            await recording.WaitForSoundAsync(sound * frames, Limit);
        }

        float[] heard = await recording.StopAsync();
        heard
            .Chunk(2)
            .Where(frame => frame[0] != 0 || frame[1] != 0)
            .SelectMany(frame => frame)
            .SequenceEqual(TestSource.Expected(2 * frames))
            .Should()
            .BeTrue();
        sink.FramesRendered.Should().Be(2 * frames);
        _faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Silence_after_the_grace_the_device_is_stopped_and_starts_again_with_the_next_sound()
    {
        var source = new TestSource(10 * Period);
        using PortAudioSink sink = Start(source);
        sink.Wake();
        await Eventually(() => sink.FramesPlayed == 10 * Period);
        int asked = source.Asked;
        await Eventually(() => source.Asked > asked); // silence, while the device still runs
        do
        {
            asked = source.Asked;
            await Task.Delay(
                TimeSpan.FromMilliseconds(500),
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );
        } while (source.Asked != asked);

        source.Add(10 * Period);
        sink.Wake();
        await Eventually(() => sink.FramesPlayed == 20 * Period);
        _faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Render_steady_state_allocates_nothing()
    {
        var allocated = new List<long>(2_000);
        var source = new TestSource(100 * Period)
        {
            Rendering = () => allocated.Add(GC.GetAllocatedBytesForCurrentThread()),
        };
        using PortAudioSink sink = Start(source);
        sink.Wake();
        await Eventually(() => sink.FramesPlayed == 100 * Period);
        Allocations.EachTurn(allocated[20..]).Should().Be(0);
    }

    [Fact]
    public async Task Server_killed_in_mid_play_faults_once_and_dispose_returns()
    {
        PortAudioSink sink = Start(new TestSource(100_000 * Period));
        sink.Wake();
        await Eventually(() => sink.FramesPlayed > 0);
        await _server.KillAsync();
        await Eventually(() => _faults.Count > 0);
        _faults
            .Should()
            .ContainSingle()
            .Which.Should()
            .Match<SinkException>(error => error.Fault == SinkErrorKind.DeviceLost && error.IsRetryable);
        await Task.Run(sink.Dispose, TestContext.Current.CancellationToken)
            .WaitAsync(Limit, TestContext.Current.CancellationToken);
        await _server.StartAgainAsync();
    }

    [Fact]
    public async Task Dispose_in_mid_play_renders_no_more_and_the_position_stands_still()
    {
        var source = new TestSource(100_000 * Period);
        PortAudioSink sink = Start(source);
        sink.Wake();
        await Eventually(() => sink.FramesPlayed > 0);
        sink.Dispose();
        (int asked, long played) = (source.Asked, sink.FramesPlayed);
        sink.Wake();
        sink.Dispose();
        (source.Asked, sink.FramesPlayed).Should().Be((asked, played));
        source.Overlapped.Should().BeFalse();
    }

    [Fact]
    public void Start_no_device_says_so()
    {
        AlsaConfiguration.UseNothing();
        using var sink = new PortAudioSink(Patient);
        sink.Invoking(alone => alone.Start(new TestSource(), _faults.Add))
            .Should()
            .Throw<SinkException>()
            .WithMessage(
                "PortAudio finds no output device: plug one in or switch it on (on Linux, aplay -l lists "
                    + "what ALSA sees)."
            )
            .Where(error => error.Fault == SinkErrorKind.Unavailable);
        sink.Wake();
        (sink.FramesPlayed, sink.FramesRendered).Should().Be((0, 0));
    }

    [Fact]
    public void Start_alsa_without_any_name_says_so_and_does_not_abort_the_process()
    {
        AlsaConfiguration.UseNoNames();
        using var sink = new PortAudioSink(Patient);
        sink.Invoking(alone => alone.Start(new TestSource(), _faults.Add))
            .Should()
            .Throw<SinkException>()
            .WithMessage("ALSA's configuration names no device: install it (Debian: apt-get install libasound2-data).");
    }

    private PortAudioSink Start(TestSource source)
    {
        var sink = new PortAudioSink(Patient);
        sink.Start(source, _faults.Add);
        return sink;
    }

    private static void RequireLibraries()
    {
        const string missing =
            "libportaudio.so.2 or ALSA's pulse plugin is missing: install it (Debian: apt-get install "
            + "libportaudio2 libasound2-plugins)";
        bool plugin =
            Directory.Exists("/usr/lib")
            && Directory
                .EnumerateDirectories(
                    "/usr/lib",
                    "alsa-lib",
                    new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }
                )
                .Any(folder => File.Exists(Path.Combine(folder, "libasound_module_pcm_pulse.so")));
        if (LibPortAudio.IsInstalled && plugin)
            return;
        Assert.False(
            string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase),
            missing
        );
        Assert.Skip(missing);
    }

    private static async Task Eventually(Func<bool> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
