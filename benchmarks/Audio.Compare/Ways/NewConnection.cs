using Audio.Protocol;

namespace Audio.Compare.Ways;

/// <summary>Connect, start a session, send a chunk.</summary>
internal sealed class NewConnection(Ground ground, byte[] samples) : IWay
{
    public string Name => "audiod, new connection";

    public bool IsOurs => true;

    public bool StartsProgram => false;

    public Task OpenAsync() => Task.CompletedTask;

    public async Task RequestAsync()
    {
        using var client = new V4Client(AudioFormat.Pcm16(Ground.SampleRate, channels: 1), samples);
        await client.OpenAsync(ground.Port);
        await client.SendAsync();
        await client.CloseAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
