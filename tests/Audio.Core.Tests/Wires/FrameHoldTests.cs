using System.Reactive.Concurrency;
using Audio.Core.Sessions.Intake;
using Audio.Testing;
using Microsoft.Reactive.Testing;
using static Microsoft.Reactive.Testing.ReactiveTest;

namespace Audio.Core.Tests.Wires;

public sealed class FrameHoldTests
{
    private readonly FrameHold _hold = new(static item => item.Execute());

    [Fact]
    public void WhenReleased_not_taken_is_complete_at_once() =>
        _hold.WhenReleased().IsCompletedSuccessfully.Should().BeTrue();

    [Fact]
    public void WhenReleased_taken_completes_with_release()
    {
        _hold.Take();
        Task released = _hold.WhenReleased().AsTask();
        released.IsCompleted.Should().BeFalse();
        _hold.Release();
        released.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public void WhenReleased_released_before_it_is_awaited_is_complete()
    {
        _hold.Take();
        _hold.Release();
        _hold.WhenReleased().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public void Taken_again_the_reader_goes_on_with_each_release_at_its_time()
    {
        var time = new TestScheduler();
        ITestableObserver<string> seen = time.CreateObserver<string>();
        foreach ((long taken, long released) in ((long, long)[])[(210, 260), (300, 340)])
        {
            time.ScheduleAbsolute(taken, () =>
            {
                _hold.Take();
                _hold
                    .WhenReleased()
                    .ConfigureAwait(false)
                    .GetAwaiter()
                    .UnsafeOnCompleted(() => seen.OnNext($"held from {taken}"));
            });
            time.ScheduleAbsolute(released, _hold.Release);
        }

        time.Start();

        seen.Messages.Should().Equal(OnNext(260, "held from 210"), OnNext(340, "held from 300"));
    }

    [Fact]
    public async Task Taken_again_and_again_allocates_nothing()
    {
        await Once();
        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    _hold.Take();
                    _hold.Release();
                    ValueTask released = _hold.WhenReleased();
                    released.GetAwaiter().GetResult();
                }
            })
            .Should()
            .Be(0);
    }

    private async Task Once()
    {
        _hold.Take();
        _hold.Release();
        await _hold.WhenReleased();
    }
}
