using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Audio.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>An output whose sinks obey the test, in virtual time.</summary>
internal sealed class AudioOutputRig : IAsyncDisposable
{
    public const int Period = 240;

    public FakeTimeProvider Time { get; } = new();

    public FakeSinkFactory Factory { get; } = new();

    public TestSource Mixer { get; } = new(1_000_000);

    public List<OutputStatus> Changes { get; } = [];

    public LogLines Log { get; } = new();

    public AudioOutput? Output { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (Output is not null)
            await Output.DisposeAsync();
    }

    public AudioOutput Start(
        string sink,
        DeviceLossPolicy policy = DeviceLossPolicy.Wait,
        SinkKind there = SinkKind.Null
    )
    {
        Factory.There.Add(there);
        Output = Make(sink, policy);
        Output.Changes.Subscribe(Changes.Add);
        Output.Start();
        return Output;
    }

    public AudioOutput Make(string sink, DeviceLossPolicy policy = DeviceLossPolicy.Wait) =>
        new(new SinkOptions { Sink = sink }, policy, Mixer, Time, Log, Factory);
}
