using Audio.Core.Sinks;
using Audio.Testing;

namespace Audio.Core.Tests.Sinks;

/// <summary>The handshake between what renders and those who wake it.</summary>
public sealed class WakeGateTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly WakeGate _gate;
    private int _endings;

    public WakeGateTests() => _gate = new WakeGate(() => _endings++);

    [Fact]
    public void A_wake_before_the_first_sleep_forbids_it()
    {
        _gate.Wake();
        _gate.IsWanted.Should().BeTrue();
        _gate.TrySleep().Should().BeFalse();
        _gate.IsAsleep.Should().BeFalse();
        _endings.Should().Be(0, "nobody slept");
    }

    [Fact]
    public void A_wake_between_the_answer_and_the_sleep_forbids_it_until_it_is_answered_too()
    {
        _gate.Answer();
        _gate.Wake();
        _gate.TrySleep().Should().BeFalse();
        _gate.TrySleep().Should().BeFalse();
        _gate.Answer();
        _gate.IsWanted.Should().BeFalse();
        _gate.TrySleep().Should().BeTrue();
        _gate.IsAsleep.Should().BeTrue();
    }

    [Fact]
    public void A_wake_ends_the_sleep_and_so_does_each_until_the_sleeper_has_risen()
    {
        _gate.TrySleep().Should().BeTrue();
        _gate.Wake();
        _gate.Wake();
        _endings.Should().Be(2, "the first may have been interrupted before it could end the sleep");
        (_gate.IsAsleep, _gate.IsWanted).Should().Be((true, true));

        _gate.Rise();
        _gate.Wake();
        _endings.Should().Be(2);
        (_gate.IsAsleep, _gate.IsWanted).Should().Be((false, true), "the source has not been asked yet");
        _gate.TrySleep().Should().BeFalse();
    }

    [Fact]
    public void An_answer_rises_too()
    {
        _gate.TrySleep().Should().BeTrue();
        _gate.Wake();
        _gate.Answer();
        (_gate.IsAsleep, _gate.IsWanted).Should().Be((false, false));
        _gate.Wake();
        _endings.Should().Be(1);
    }

    [Fact]
    public async Task A_wake_at_any_moment_on_the_way_to_sleep_is_not_lost()
    {
        const int Rounds = 200_000;
        const int Dawdle = 200; // reads of a field; the taker's way to sleep lies behind so many
        using var taker = new Sleeper();
        int brought = 0;
        int taken = 0;
        Task<bool> taking = OnThread(() =>
        {
            while (taken < Rounds)
            {
                if (!taker.Until(() => Volatile.Read(ref brought) > taken))
                    return false;
                Volatile.Write(ref taken, taken + 1);
                Spin(Dawdle);
            }

            return true;
        });

        // From the moment at which the last one was taken: a little more each round, up to where the taker sleeps.
        await OnThread(() =>
        {
            for (int round = 0; round < Rounds && !taking.IsCompleted; round++)
            {
                Spin(round % (2 * Dawdle));
                Volatile.Write(ref brought, round + 1);
                taker.Gate.Wake();
                for (int polls = 1; Volatile.Read(ref taken) <= round && !taking.IsCompleted; polls++)
                {
                    if (polls % 1_000 == 0)
                        Thread.Yield();
                }
            }

            return true;
        });

        (await taking).Should().BeTrue("no wake was lost");

        void Spin(int reads)
        {
            for (int i = 0; i < reads; i++)
                _ = Volatile.Read(ref taken);
        }
    }

    [Fact]
    public async Task What_many_threads_bring_is_all_taken_whoever_comes_last()
    {
        const int Threads = 3;
        const int Rounds = 50_000;
        using var taker = new Sleeper();
        int brought = 0;

        Task<bool> taken = OnThread(() => taker.Until(() => Volatile.Read(ref brought) == Threads * Rounds));
        await Task.WhenAll(
            Enumerable
                .Range(0, Threads)
                .Select(_ =>
                    OnThread(() =>
                    {
                        for (int i = 0; i < Rounds; i++)
                        {
                            Interlocked.Increment(ref brought);
                            taker.Gate.Wake();
                        }

                        return true;
                    })
                )
        );

        (await taken).Should().BeTrue("the last wake was not lost");
        taker
            .Turns.Should()
            .BeLessThanOrEqualTo(
                2 * Threads * Rounds + 1,
                "each wake costs two turns at the most: one that it forbids to sleep, and one that it wakes"
            );
    }

    [Fact]
    public void Nothing_is_allocated_on_either_side() =>
        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    _gate.Wake();
                    _ = _gate.TrySleep();
                    _gate.Answer();
                    _ = _gate.TrySleep();
                    _gate.Wake();
                    _gate.Rise();
                    _gate.Answer();
                }
            })
            .Should()
            .Be(0);

    private static Task<bool> OnThread(Func<bool> body) =>
        Task.Factory.StartNew(body, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>A thread that sleeps on an event, as a render thread does.</summary>
    private sealed class Sleeper : IDisposable
    {
        private readonly AutoResetEvent _event = new(initialState: false);

        public Sleeper() => Gate = new WakeGate(() => _event.Set());

        public WakeGate Gate { get; }

        /// <summary>How often it looked.</summary>
        public int Turns { get; private set; }

        /// <returns>Whether it came true; false: nobody has ended the sleep.</returns>
        public bool Until(Func<bool> isTrue)
        {
            while (true)
            {
                Gate.Answer();
                Turns++;
                if (isTrue())
                    return true;
                if (Gate.TrySleep() && !_event.WaitOne(Limit))
                    return false;
            }
        }

        public void Dispose() => _event.Dispose();
    }
}
