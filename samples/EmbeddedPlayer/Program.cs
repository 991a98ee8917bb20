// Embeds the engine: plays an NAudio provider and a stream of chunks at the same time. Usage: EmbeddedPlayer [SINK]
// [EFFECTS]     such as: EmbeddedPlayer wav:/tmp/mix.wav gain:-6,speed:1.5
using Audio.Core;
using Audio.Core.Effects;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Protocol;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

const int Rate = 24_000;
string sink = args.Length > 0 ? args[0] : "auto";
string effects = args.Length > 1 ? args[1] : "";

try
{
    await using var engine = AudioEngine.Create(options => options.Sink = new SinkOptions { Sink = sink });
    engine.Start();

    // A provider is read at the pace of playback.
    ISampleProvider tone = new SignalGenerator(48_000, 1) { Frequency = 440, Gain = 0.2 }.Take(
        TimeSpan.FromSeconds(0.5)
    );
    AudioSession played = engine.Play(tone);

    // Chunks are written as they are produced. A write waits while the session has 30 s buffered.
    AudioSession written = engine.OpenSession(
        new SessionOptions { Format = AudioFormat.Pcm16(Rate), Effects = EffectChain.Parse(effects) }
    );
    byte[] chunk = new byte[2 * Rate / 10];
    for (int i = 0; i < 5; i++)
    {
        FillWithTone(chunk, firstFrame: i * Rate / 10);
        await written.WriteAsync(chunk);
    }
    written.Complete();

    SessionResult provider = await played.Completion;
    SessionResult chunks = await written.Completion;
    Console.WriteLine($"provider: {provider.Reason}");
    Console.WriteLine($"chunks: {chunks.Reason}, effects: {EffectChain.Parse(effects)}");
    return 0;
}
catch (AudioException e) // no such sink, no such effect, no room
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static void FillWithTone(byte[] chunk, int firstFrame)
{
    for (int i = 0; i < chunk.Length / 2; i++)
    {
        short sample = (short)(6_000 * Math.Sin(2 * Math.PI * 660 * (firstFrame + i) / Rate));
        BitConverter.TryWriteBytes(chunk.AsSpan(2 * i), sample);
    }
}
