using Audio.Protocol;

namespace Audio.Compare.Ways;

/// <summary>A chunk on a session that is open: how an agent speaks, sentence after sentence.</summary>
internal sealed class OpenSession(Ground ground, byte[] samples) : IWay
{
    private readonly V4Client _client = new(AudioFormat.Pcm16(Ground.SampleRate, channels: 1), samples);

    public string Name => "audiod, open session";

    public bool IsOurs => true;

    public bool StartsProgram => false;

    public Task OpenAsync(CancellationToken cancellationToken) => _client.OpenAsync(ground.Port, cancellationToken);

    public Task RequestAsync(CancellationToken cancellationToken) => _client.SendAsync(cancellationToken).AsTask();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
