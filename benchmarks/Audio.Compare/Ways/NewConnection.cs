using Audio.Protocol;

namespace Audio.Compare.Ways;

/// <summary>Connect, start a session, send a chunk.</summary>
internal sealed class NewConnection(Ground ground, byte[] samples) : IWay
{
    public string Name => "audiod, new connection";

    public bool IsOurs => true;

    public bool StartsProgram => false;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        using var client = new V4Client(AudioFormat.Pcm16(Ground.SampleRate, channels: 1), samples);
        await client.OpenAsync(ground.Port, cancellationToken);
        await client.SendAsync(cancellationToken);
        await client.CloseAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
