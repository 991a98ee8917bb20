using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Player;

/// <summary>A process that can be stopped: time passes, and its timers run late.</summary>
internal sealed class SuspendableTime : FakeTimeProvider
{
    private long _suspended;

    public void Suspend(TimeSpan duration) => _suspended += duration.Ticks;

    public override long GetTimestamp() => base.GetTimestamp() + _suspended;
}
