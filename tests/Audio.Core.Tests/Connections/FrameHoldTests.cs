using Audio.Core.Connections;
using Audio.Testing;

namespace Audio.Core.Tests.Connections;

public sealed class FrameHoldTests
{
    private readonly FrameHold _hold = new(static item => item.Execute());

    [Fact]
    public void WhenReleased_NotTaken_IsCompleteAtOnce() =>
        _hold.WhenReleased().IsCompletedSuccessfully.Should().BeTrue();

    [Fact]
    public void WhenReleased_Taken_CompletesWithRelease()
    {
        _hold.Take();
        Task released = _hold.WhenReleased().AsTask();
        released.IsCompleted.Should().BeFalse();
        _hold.Release();
        released.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public void WhenReleased_ReleasedBeforeItIsAwaited_IsComplete()
    {
        _hold.Take();
        _hold.Release();
        _hold.WhenReleased().IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task TakenAgainAndAgain_AllocatesNothing()
    {
        await Once();
        Allocations.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                _hold.Take();
                _hold.Release();
                ValueTask released = _hold.WhenReleased();
                released.GetAwaiter().GetResult();
            }
        }).Should().Be(0);
    }

    private async Task Once()
    {
        _hold.Take();
        _hold.Release();
        await _hold.WhenReleased();
    }
}
