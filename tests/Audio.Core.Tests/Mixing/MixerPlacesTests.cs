using Audio.Core.Mixing;
using Audio.Core.Sinks;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Tests.Mixing;

/// <summary>
/// NAudio's mixers hold only what sounds: the rest has left, costs nothing, and comes back with its next samples.
/// </summary>
public sealed class MixerPlacesTests
{
    private readonly CountingObserver _observer = new();
    private readonly Mixer _mixer;

    public MixerPlacesTests() => _mixer = new Mixer(48_000, _observer);

    [Fact]
    public void What_starves_leaves_and_comes_back_with_its_next_samples()
    {
        var source = new StarvingSource(1, 0.5f, 0.5f);
        _mixer.Add(source);
        Render(4).Should().BeTrue();
        _mixer.InputCount.Should().Be(1, "it fades");
        while (Render(240)) { }
        _mixer.InputCount.Should().Be(0);
        int reads = source.Reads;
        Render(240).Should().BeFalse();
        source.Reads.Should().Be(reads, "it is not asked");

        source.Enqueue(0.25f);

        Render(240).Should().BeTrue();
        source.Held.Should().Be(0);
    }

    [Fact]
    public void What_is_paused_leaves_after_its_ramp_and_comes_back_with_resume()
    {
        MixerInput input = _mixer.Add(new ConstantSource(2, 0.5f));
        Render(10);
        input.Pause();
        Render(300).Should().BeTrue();
        _mixer.InputCount.Should().Be(0);
        Render(10).Should().BeFalse();

        input.Resume();

        Render(10).Should().BeTrue();
        _mixer.InputCount.Should().Be(1);
    }

    [Fact]
    public void What_has_left_ends_when_it_is_cancelled_or_has_drained()
    {
        var source = new StarvingSource(1, 0.5f);
        MixerInput cancelled = _mixer.Add(new StarvingSource(1, 0.5f));
        MixerInput drained = _mixer.Add(source);
        while (Render(240)) { }

        cancelled.Cancel();
        source.Completed = true;
        Render(240).Should().BeFalse();

        (cancelled.EndedBy, drained.EndedBy).Should().Be((MixerInputEnd.Cancelled, MixerInputEnd.Drained));
        _mixer.InputCount.Should().Be(0);
    }

    [Fact]
    public void Samples_that_come_while_it_leaves_are_not_forgotten()
    {
        var source = new StarvingSource(1);
        _mixer.Add(source);
        source.WasRead = _ => // the producer's samples come between the short read and its return
        {
            source.WasRead = null;
            source.Enqueue(0.5f);
        };

        Render(4).Should().BeFalse("it had nothing when it was read");
        Render(4).Should().BeTrue();
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void There_is_no_limit_of_1024(int channels)
    {
        const int Count = 3_000;
        MixerInput[] inputs =
        [
            .. Enumerable.Range(0, Count).Select(_ => _mixer.Add(new ConstantSource(channels, 1f / 4_096))),
        ];
        float[] buffer = new float[20];
        _mixer.Render(buffer).Should().BeTrue();
        buffer.Should().OnlyContain(static sample => sample == Count / 4_096f, "powers of two add up without rounding");
        _mixer.InputCount.Should().Be(Count);
        inputs.Should().OnlyContain(static input => input.StartFrame == 0 && input.FramesMixed == 10);
    }

    [Fact]
    public void A_place_that_was_removed_is_free_for_what_comes_in_the_same_render()
    {
        MixerInput[] first =
        [
            .. Enumerable.Range(0, InputBank.Size).Select(_ => _mixer.Add(new ConstantSource(1, 0.001f))),
        ];
        Render(4);
        foreach (MixerInput input in first)
            _mixer.Remove(input);
        for (int i = 0; i < InputBank.Size; i++)
            _mixer.Add(new ConstantSource(1, 1f / 128));

        float[] buffer = new float[8];
        _mixer.Render(buffer).Should().BeTrue();

        buffer.Should().OnlyContain(static sample => sample == InputBank.Size / 128f);
        _mixer.InputCount.Should().Be(InputBank.Size);
    }

    [Fact]
    public void While_nobody_renders_what_comes_and_goes_is_forgotten()
    {
        MixerInput stays = _mixer.Add(new ConstantSource(1, 0.5f));
        for (int i = 0; i < 10_000; i++)
            _mixer.Remove(_mixer.Add(new ConstantSource(1, 0.25f)));
        _mixer.QueuedCount.Should().BeLessThanOrEqualTo(Mixer.MaxGoneInQueue + 2);

        float[] buffer = new float[8];
        _mixer.Render(buffer).Should().BeTrue();

        buffer.Should().OnlyContain(static sample => sample == 0.5f);
        (_mixer.InputCount, _mixer.QueuedCount, stays.StartFrame).Should().Be((1, 0, 0));
    }

    [Fact]
    public void What_is_added_inside_a_render_sounds_with_the_next()
    {
        MixerInput? inner = null;
        _mixer.Add(new ConstantProvider(0f, reading: () => inner ??= _mixer.Add(new ConstantSource(1, 0.5f))));
        Render(1);
        inner!.FramesMixed.Should().Be(0);
        Render(1);
        inner.FramesMixed.Should().Be(1);
    }

    [Fact]
    public async Task Adding_and_cancelling_do_not_wait_for_a_render_under_way()
    {
        using var reading = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _mixer.Add(new ConstantProvider(0f, samples: 2, reading: () =>
            {
                reading.Release();
                goOn.Wait();
            }));
        Task<bool> render = Task.Run(() => Render(1));
        await reading.WaitAsync();

        MixerInput input = _mixer.Add(new ConstantSource(1, 0.5f)); // would never return if it waited
        input.Cancel();
        render.IsCompleted.Should().BeFalse();

        goOn.Release();
        await render;
    }

    [Fact]
    public void News_is_told_once_to_the_input_that_has_it()
    {
        int first = 0,
            second = 0;
        _mixer.Add(new ConstantSource(1, 0.1f), changed: () => first++);
        MixerInput other = _mixer.Add(new ConstantSource(1, 0.1f), changed: () => second++);
        Render(10);
        _observer.Changes.Should().Be(1);
        _mixer.TellNews();
        (first, second).Should().Be((1, 1));

        other.Cancel();
        Render(10);
        Render(480);
        _mixer.TellNews();
        _mixer.TellNews();

        (first, second).Should().Be((1, 2));
    }

    /// <summary>
    /// Inputs come and go on eight threads as fast as they can, and the render thread never meets another one at
    /// NAudio's lock.
    /// </summary>
    [Fact]
    public async Task Eight_threads_add_and_remove_without_contention_and_without_an_allocation_of_the_render_thread()
    {
        const int Each = 4_000;
        float[] buffer = new float[960];
        using var done = new CancellationTokenSource();
        long contentions = 0,
            allocated = 0,
            renders = 0;
        for (int i = 0; i < 2_000; i++)
            _mixer.Remove(_mixer.Add(new ConstantSource(1 + i % 2, 0f))); // banks are there
        Render(480);
        var renderer = new Thread(() =>
        {
            _mixer.Render(buffer);
            long before = Monitor.LockContentionCount;
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            while (!done.IsCancellationRequested)
            {
                _mixer.Render(buffer);
                renders++;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
            contentions = Monitor.LockContentionCount - before;
        });
        using var listener = new ContentionListener(renderer);
        renderer.Start();

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(thread =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            var random = new Random(thread);
                            var mine = new Queue<MixerInput>();
                            for (int i = 0; i < Each; i++)
                            {
                                mine.Enqueue(
                                    _mixer.Add(
                                        new ConstantSource(1 + i % 2, 0.001f),
                                        priority: (SessionPriority)random.Next(3)
                                    )
                                );
                                if (mine.Count < 16)
                                    continue;
                                MixerInput input = mine.Dequeue();
                                if (random.Next(2) == 0)
                                    input.Cancel();
                                _mixer.Remove(input);
                            }

                            while (mine.TryDequeue(out MixerInput? input))
                                _mixer.Remove(input);
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
        await done.CancelAsync();
        renderer.Join();

        renders.Should().BePositive();
        listener
            .OnRenderThread.Should()
            .Be(0, "the render thread alone touches NAudio's mixers ({0} contentions among the others)", contentions);
        allocated.Should().Be(0);
        Render(480).Should().BeFalse();
        _mixer.InputCount.Should().Be(0);
    }

    private bool Render(int frames) => _mixer.Render(new float[2 * frames]);
}
