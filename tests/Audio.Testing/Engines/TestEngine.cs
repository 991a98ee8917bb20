using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Testing.Engines;

/// <summary>An engine in virtual time: every step runs on the test's thread.</summary>
public sealed class TestEngine
{
    /// <param name="configure">Sets options.</param>
    /// <param name="start">Stands in for the thread pool; null: work is done in place.</param>
    /// <param name="loggers">Where it logs; null: nowhere.</param>
    public TestEngine(
        Action<AudioEngineOptions>? configure = null,
        Action<IThreadPoolWorkItem>? start = null,
        ILoggerFactory? loggers = null
    )
    {
        var options = new AudioEngineOptions();
        configure?.Invoke(options);
        ManualOutput? output = null;
        Engine = new AudioEngine(
            options,
            Time,
            loggers ?? NullLoggerFactory.Instance,
            (_, mixer) => output = new ManualOutput(mixer),
            start ?? (static item => item.Execute())
        );
        Output = output!;
    }

    public FakeTimeProvider Time { get; } = new();

    public AudioEngine Engine { get; }

    public ManualOutput Output { get; }

    /// <summary>A session at the mix rate: 48 kHz 16-bit.</summary>
    public AudioSession Open(int channels = 1) =>
        Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, channels) });

    /// <summary>16-bit samples as bytes.</summary>
    public static byte[] Pcm(params short[] samples)
    {
        byte[] bytes = new byte[2 * samples.Length];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>This many samples: 1, 2, 3, …</summary>
    public static short[] Ramp(int count, int first = 1) => [.. Enumerable.Range(first, count).Select(i => (short)i)];
}
