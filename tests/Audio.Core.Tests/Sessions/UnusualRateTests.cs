using Audio.Core.Sessions;
using Audio.Core.Tests.Signals;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// A session whose filter has to be designed first: that is left to the pool, here a queue, and its sound waits.
/// </summary>
public sealed class UnusualRateTests
{
    private readonly Queue<IThreadPoolWorkItem> _pool = new();

    // Prime, so that each has a filter of its own, which nobody else has had designed.
    [Theory]
    [InlineData(48_017), InlineData(191_999)]
    public async Task Its_filter_is_designed_elsewhere_and_no_sample_is_lost(int rate)
    {
        var format = AudioFormat.Pcm16(rate, 1);
        byte[] sound = TestEngine.Pcm([.. TestSignals.Noise(rate / 50, 1).Select(sample => (short)(sample * 10_000))]);
        var test = new TestEngine(start: _pool.Enqueue);
        AudioSession session = test.Engine.OpenSession(new SessionOptions { Format = format, KeepsBacklog = true });
        await session.WriteAsync(sound);
        session.Complete();
        session.Statistics.Buffered.Should().BeGreaterThan(TimeSpan.Zero, "it waits in the session");
        test.Output.Render(480).Should().BeFalse("the filter is not designed yet");

        RunPool();
        float[] late = Play(test);

        var other = new TestEngine(start: _pool.Enqueue);
        AudioSession again = other.Engine.OpenSession(new SessionOptions { Format = format });
        await again.WriteAsync(sound);
        again.Complete();
        RunPool();
        late.Should().Equal(Play(other)).And.Contain(sample => sample != 0f);
    }

    private void RunPool()
    {
        while (_pool.TryDequeue(out IThreadPoolWorkItem? item))
            item.Execute();
    }

    private float[] Play(TestEngine test)
    {
        for (int i = 0; i < 10; i++)
        {
            test.Time.Advance(TimeSpan.FromMilliseconds(10));
            RunPool();
            test.Output.Render(480);
        }

        return [.. test.Output.Rendered];
    }
}
