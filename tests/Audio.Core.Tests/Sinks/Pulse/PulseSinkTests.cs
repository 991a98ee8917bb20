using System.Runtime.InteropServices;
using Audio.Core.Sinks;
using Audio.Core.Sinks.Pulse;
using Audio.Testing;
using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.Pulse;

/// <summary>
/// The sink against a real server, heard at its null sink's monitor: on each server that there is: the classes derived
/// from this.
/// </summary>
public abstract partial class PulseSinkTests(SoundServerKind kind) : IAsyncLifetime
{
    protected const int Period = 240;
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<SinkException> _faults = [];
    private SoundServer _server = null!;

    /// <summary>What the sink is while no stream plays: asleep or about to be.</summary>
    protected abstract IReadOnlyList<string> IdleStates { get; }

    protected SoundServer Server => _server;

    private protected List<SinkException> Faults => _faults;

    public async ValueTask InitializeAsync() => _server = await SoundServer.StartAsync(kind);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Play_three_seconds_is_heard_without_a_gap_and_without_a_repeat()
    {
        const int frames = 600 * Period;
        using PulseSink sink = Start(new TestSource(frames), Patient);
        await using PulseRecording recording = await _server.RecordAsync();
        sink.Wake();
        await recording.WaitForSoundAsync(frames, Limit);
        Sounding(await recording.StopAsync()).SequenceEqual(TestSource.Expected(frames)).Should().BeTrue();
        _faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Play_many_short_sounds_each_is_heard_whole_from_corked_and_from_open()
    {
        const int soundsInARow = 4;
        const int sounds = 3 * soundsInARow;
        const int frames = 7 * Period;
        var source = new TestSource();
        using PulseSink sink = Start(source, Patient);
        await using PulseRecording recording = await _server.RecordAsync();
        for (int sound = 1; sound <= sounds; sound++)
        {
            source.Add(frames);
            sink.Wake();
            await recording.WaitForSoundAsync(sound * frames, Limit);
            await Eventually(() => sink.FramesPlayed == sound * frames);
            if (sound % soundsInARow == 0)
                await EventuallyAsync(IsCorkedAsync);
        }

        Heard(await recording.StopAsync()).SequenceEqual(TestSource.Expected(sounds * frames)).Should().BeTrue();
    }

    [Fact]
    public Task Play_sounds_that_begin_while_the_one_before_ends_and_soon_after_each_is_heard_whole() =>
        PlaysOneAfterTheOtherAsync(new SinkOptions(), sounds: 120);

    /// <summary>
    /// The sounds are placed by the clock, and a sound server that misses its turns loses what the recorder should get:
    /// a round in which the host gave this machine's processors to others is made again, and where each was so the test
    /// is skipped, and says so.
    /// </summary>
    protected async Task PlaysOneAfterTheOtherAsync(SinkOptions options, int sounds)
    {
        (string? fault, string? excuse) = await StolenTime.MeasureAsync(most: 4, _ =>
            PlayOneAfterTheOtherAsync(options, sounds)
        );
        if (excuse is not null)
            Assert.Skip(excuse);
        fault.Should().BeNull();
    }

    private async Task<string?> PlayOneAfterTheOtherAsync(SinkOptions options, int sounds)
    {
        var random = new Random(4);
        var source = new TestSource();
        using PulseSink sink = Start(source, options);
        await using PulseRecording recording = await _server.RecordAsync();
        long sent = 0;
        for (int sound = 0; sound < sounds; sound++)
        {
            int frames = random.Next(1, 6) * Period;
            source.Add(frames);
            sent += frames;
            sink.Wake();
            int begin = random.Next(-10, 15); // in milliseconds, from when the end was heard
            await Eventually(() => sink.FramesPlayed >= sent + (Math.Min(begin, 0) * 48));
            await Task.Delay(
                TimeSpan.FromMilliseconds(Math.Max(begin, 0)),
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );
        }

        try
        {
            await recording.WaitForSoundAsync(sent, TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            return "not all of it was recorded";
        }

        return Heard(await recording.StopAsync()).SequenceEqual(TestSource.Expected(sent))
            ? null
            : "what was recorded differs from what was sent";
    }

    [Fact]
    public async Task FramesPlayed_while_playing_never_falls_nor_passes_what_was_rendered_and_ends_when_all_was_heard()
    {
        const int frames = 200 * Period;
        var source = new TestSource();
        using PulseSink sink = Start(source, Patient);
        await using PulseRecording recording = await _server.RecordAsync();
        long last = 0;
        long sent = 0;
        var positions = new HashSet<long>();

        // A machine that stands still sees the position leap; in one try of a few it does not.
        for (int tries = 0; positions.Count <= 20 && tries < 5; tries++)
        {
            positions.Clear();
            source.Add(frames);
            sent += frames;
            sink.Wake();
            while (last < sent)
            {
                long now = sink.FramesPlayed;
                now.Should().BeInRange(last, sink.FramesRendered);
                positions.Add(last = now);
                await Task.Delay(
                    TimeSpan.FromMilliseconds(1),
                    TimeProvider.System,
                    TestContext.Current.CancellationToken
                );
            }
        }

        positions.Should().HaveCountGreaterThan(20, "the position moves with the sound and not in a few leaps");
        await recording.WaitForSoundAsync(sent, Limit);
        sink.FramesRendered.Should().Be(sent);
    }

    [Fact]
    public void Start_nothing_is_muted_is_not_taken_for_muted()
    {
        for (int times = 0; times < 20; times++)
        {
            using var sink = new PulseSink(new SinkOptions { PulseServer = _server.Address });
            int changes = 0;
            sink.AudibilityChanged = () => Interlocked.Increment(ref changes);
            sink.Start(new TestSource(), _faults.Add);
            sink.Inaudible.Should().BeNull();
            changes.Should().Be(0);
        }
    }

    [Fact]
    public async Task Idle_before_and_after_sound_the_server_shows_the_stream_corked_and_the_sink_idle()
    {
        var source = new TestSource();
        using PulseSink sink = Start(source, new SinkOptions());
        (await _server.SinkInputsAsync()).Should().Contain("Corked: yes").And.Contain("application.name = \"audiod\"");
        IdleStates.Should().Contain(await _server.SinkStateAsync());

        source.Add(Period * 400);
        sink.Wake();
        await EventuallyAsync(async () => await _server.SinkStateAsync() == "RUNNING" && !await IsCorkedAsync());
        await Eventually(() => sink.FramesPlayed == Period * 400);
        await EventuallyAsync(async () => IdleStates.Contains(await _server.SinkStateAsync()) && await IsCorkedAsync());
    }

    [Fact]
    public async Task Idle_corked_the_render_thread_is_not_woken_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "counts context switches in /proc");
        int thread = 0;
        var source = new TestSource(Period) { Rendering = () => thread = GetTid() };
        using PulseSink sink = Start(source, new SinkOptions());
        sink.Wake();
        await Eventually(() => sink.FramesPlayed == Period);
        await EventuallyAsync(IsCorkedAsync);
        await Eventually(() => Asleep(thread));

        // The system may have a reason of its own to wake a thread once; one that looks by itself is woken in every
        // window.
        long woken = 1;
        for (int window = 0; woken > 0 && window < 4; window++)
        {
            long before = ContextSwitches(thread);
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);
            woken = ContextSwitches(thread) - before;
        }

        woken.Should().Be(0);
    }

    [Fact]
    public async Task Render_steady_state_allocates_nothing()
    {
        var allocated = new List<long>(2_000);
        var source = new TestSource(600 * Period)
        {
            Rendering = () => allocated.Add(GC.GetAllocatedBytesForCurrentThread()),
        };
        using PulseSink sink = Start(source, new SinkOptions());
        sink.Wake();
        await Eventually(() => sink.FramesPlayed == 600 * Period);
        Allocations.EachTurn(allocated[100..]).Should().Be(0, "the sink's loop allocates nothing between two renders");
    }

    [Fact]
    public async Task Underflows_the_render_thread_stands_still_are_counted()
    {
        using var released = new ManualResetEventSlim();
        int renders = 0;
        var source = new TestSource(100 * Period)
        {
            Rendering = () =>
            {
                if (Interlocked.Increment(ref renders) == 40)
                    // nobody releases it: far longer than the device holds
                    released.Wait(TimeSpan.FromMilliseconds(500));
            },
        };
        using PulseSink sink = Start(source, new SinkOptions());
        sink.Wake();
        await Eventually(() => sink.FramesPlayed == 100 * Period);
        sink.Underflows.Should().BeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Server_killed_while_idle_or_sounding_faults_once_and_says_so()
    {
        foreach (int frames in new[] { 0, 100_000 * Period })
        {
            _faults.Clear();
            var source = new TestSource(frames);
            using PulseSink sink = Start(source, new SinkOptions());
            sink.Wake();
            await Eventually(() => sink.FramesPlayed >= Math.Min(frames, 20 * Period));
            await _server.KillAsync();
            await Eventually(() => _faults.Count > 0);
            _faults
                .Should()
                .ContainSingle()
                .Which.Should()
                .Match<SinkException>(error => error.Fault == SinkErrorKind.DeviceLost);
            _faults[0].Message.Should().StartWith("The sound server is gone (");
            int asked = source.Asked;
            sink.Wake();
            sink.FramesPlayed.Should().BeLessThanOrEqualTo(sink.FramesRendered);
            source.Asked.Should().Be(asked, "nothing is rendered after the fault");
            await _server.StartAgainAsync();
        }
    }

    [Fact]
    public async Task Server_frozen_in_mid_play_faults_after_the_stall_limit()
    {
        using PulseSink sink = Start(new TestSource(100_000 * Period), new SinkOptions());
        sink.Wake();
        await Eventually(() => sink.FramesPlayed > 0);
        _server.Freeze();
        await Eventually(() => _faults.Count > 0);
        _faults.Should().ContainSingle().Which.Message.Should().Be("The sound server has taken nothing for 2 s.");
        _server.Thaw();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000 * Period)]
    public async Task Dispose_server_frozen_returns_and_faults_nobody(int frames)
    {
        var source = new TestSource(frames);
        PulseSink sink = Start(source, new SinkOptions());
        sink.Wake();
        await Eventually(() => source.Asked > 0);
        _server.Freeze();
        await Task.Run(sink.Dispose, TestContext.Current.CancellationToken)
            .WaitAsync(Limit, TestContext.Current.CancellationToken);
        int asked = source.Asked;
        sink.Wake();
        sink.Dispose();
        _server.Thaw();
        source.Asked.Should().Be(asked);
        _faults.Should().BeEmpty();
        sink.FramesPlayed.Should().BeLessThanOrEqualTo(sink.FramesRendered);
    }

    [Fact]
    public void Start_server_frozen_gives_up_and_says_so()
    {
        _server.Freeze();
        using var sink = new PulseSink(new SinkOptions { PulseServer = _server.Address });
        sink.Invoking(frozen => frozen.Start(new TestSource(), _faults.Add))
            .Should()
            .Throw<SinkException>()
            .WithMessage($"PulseAudio at {_server.Address} did not answer within 3 s: restart it.")
            .Where(error => error.Fault == SinkErrorKind.Unavailable);
        _server.Thaw();
    }

    [Fact]
    public void Start_no_server_says_how_to_get_one()
    {
        using var sink = new PulseSink(new SinkOptions { PulseServer = "unix:/nonexistent/native" });
        sink.Invoking(alone => alone.Start(new TestSource(), _faults.Add))
            .Should()
            .Throw<SinkException>()
            .WithMessage(
                "PulseAudio at unix:/nonexistent/native cannot be reached (Connection refused): start it "
                    + "(pulseaudio --start, or systemctl --user start pipewire-pulse), or name another with "
                    + "PULSE_SERVER."
            )
            .Where(error => error.Fault == SinkErrorKind.Unavailable && error.IsRetryable);
        sink.Wake();
        (sink.FramesPlayed, sink.FramesRendered).Should().Be((0, 0));
    }

    /// <summary>So much latency that a machine busy with other tests makes no gaps.</summary>
    private static SinkOptions Patient { get; } = new() { Latency = TimeSpan.FromSeconds(1) };

    private protected PulseSink Start(TestSource source, SinkOptions options)
    {
        var sink = new PulseSink(options with { PulseServer = _server.Address });
        sink.Start(source, _faults.Add);
        return sink;
    }

    protected async Task<bool> IsCorkedAsync() =>
        (await _server.SinkInputsAsync()).Contains("Corked: yes", StringComparison.Ordinal);

    protected static Task Eventually(Func<bool> condition) => EventuallyAsync(() => Task.FromResult(condition()));

    protected static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The frames that are not silent.</summary>
    private static float[] Heard(float[] samples) =>
        [.. samples.Chunk(2).Where(frame => frame[0] != 0 || frame[1] != 0).SelectMany(frame => frame)];

    /// <summary>From the first to the last sample that is not silent.</summary>
    private static ReadOnlySpan<float> Sounding(ReadOnlySpan<float> samples)
    {
        int first = samples.IndexOfAnyExcept(0f) & ~1;
        int last = samples.LastIndexOfAnyExcept(0f) | 1;
        return samples[first..(last + 1)];
    }

    private static long ContextSwitches(int thread) =>
        File.ReadLines($"/proc/self/task/{thread}/status")
            .Where(line => line.Contains("ctxt_switches", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(':')[1]));

    private static bool Asleep(int thread) =>
        File.ReadLines($"/proc/self/task/{thread}/status")
            .Any(line => line.StartsWith("State:\tS", StringComparison.Ordinal));

    [LibraryImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTid();
}
