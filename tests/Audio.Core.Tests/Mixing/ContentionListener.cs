using System.Diagnostics.Tracing;

namespace Audio.Core.Tests.Mixing;

/// <summary>Counts by the runtime's own event how often one thread waited for a lock.</summary>
internal sealed class ContentionListener(Thread watched) : EventListener
{
    private const EventKeywords Contention = (EventKeywords)0x4000;
    private const int ContentionStart = 81;

    private int _onRenderThread;

    public int OnRenderThread => Volatile.Read(ref _onRenderThread);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Informational, Contention);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == ContentionStart && Thread.CurrentThread == watched)
            Interlocked.Increment(ref _onRenderThread);
    }
}
