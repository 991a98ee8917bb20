using Audio.Core.Wires.Transports;

namespace Audio.Core.Tests.Wires;

/// <summary>The total of all messages that are being put together is kept, and nobody waits for ever.</summary>
public sealed class MessageMemoryTests
{
    private const int Mega = 1024 * 1024;

    [Theory]
    [InlineData(32 * Mega, 256L * Mega, 128, 4)]
    [InlineData(64 * Mega, 256L * Mega, 128, 2)]
    [InlineData(32 * Mega, 33L * Mega, 1, 1)]
    [InlineData(Mega, 256L * Mega, 256, 0)]
    [InlineData(2_000, 256L * Mega, 256, 0)]
    public void The_total_is_shared(int message, long total, int medium, int large)
    {
        var memory = new MessageMemory(message, total);
        (memory.MediumPlaces, memory.LargePlaces).Should().Be((medium, large));
        ((long)medium * Mega + (long)large * message).Should().BeLessThanOrEqualTo(total);
    }

    [Fact]
    public void A_total_that_is_less_than_a_message_is_refused() =>
        FluentActions
            .Invoking(() => new MessageMemory(32 * Mega, 32L * Mega))
            .Should()
            .Throw<ArgumentOutOfRangeException>();

    [Fact]
    public async Task Whoever_needs_a_place_waits_until_one_is_free_and_then_can_finish()
    {
        var memory = new MessageMemory(32 * Mega, 35L * Mega); // three of middling length, one long
        MessagePlace[] places = [.. Enumerable.Range(0, 3).Select(_ => new MessagePlace(memory))];
        foreach (MessagePlace place in places)
            await place.CoverAsync(100_000);
        var late = new MessagePlace(memory);
        late.TryCover(MessageMemory.FreeBytes).Should().BeTrue("so much everybody has");
        late.TryCover(MessageMemory.FreeBytes + 1).Should().BeFalse();

        // All of them grow: one can finish, the others wait for it, and nobody for the one who waits.
        Task[] growing = [.. places.Select(place => place.CoverAsync(2 * Mega).AsTask())];
        Task waiting = late.CoverAsync(100_000).AsTask();
        growing.Count(task => task.IsCompleted).Should().Be(1);
        waiting.IsCompletedSuccessfully.Should().BeTrue("the one that grew left its place");
        for (int i = 0; i < growing.Length; i++)
        {
            await growing[i];
            await places[i].CoverAsync(32 * Mega);
            places[i].Release();
        }
        late.Release();
        new MessagePlace(memory).TryCover(32 * Mega).Should().BeTrue();
    }

    [Fact]
    public async Task Whoever_gives_up_waits_no_longer()
    {
        var memory = new MessageMemory(Mega, 2L * Mega);
        await new MessagePlace(memory).CoverAsync(Mega);
        await new MessagePlace(memory).CoverAsync(Mega);
        var place = new MessagePlace(memory);
        Task waiting = place.CoverAsync(Mega).AsTask();

        place.Abandon();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }
}
