using System.Runtime.InteropServices;
using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Sessions;

/// <summary>
/// Reads the samples of somebody else's provider into a session, on a thread of its own, so that a bad provider affects
/// only its own session: one that blocks makes it run dry, one that throws or breaks its contract ends it as failed. It
/// is read as far ahead as the session buffers, and no further.
/// </summary>
/// <param name="provider">The provider to play.</param>
/// <param name="session">The session, in the format of the provider.</param>
internal sealed class ProviderPump(ISampleProvider provider, AudioSession session)
{
    private static readonly TimeSpan ReadLength = TimeSpan.FromMilliseconds(10);

    /// <summary>Converts the format of a provider.</summary>
    /// <exception cref="AudioException">It is not 32-bit float.</exception>
    public static AudioFormat FormatOf(WaveFormat format) =>
        format is { Encoding: WaveFormatEncoding.IeeeFloat, BitsPerSample: 32 }
            ? AudioFormat.Float32(format.SampleRate, format.Channels)
            : throw new AudioException(
                AudioErrorKind.Unsupported,
                "A sample provider must be 32-bit float; this one is "
                    + $"{format.Encoding} with {format.BitsPerSample} bits."
            );

    /// <summary>Starts the thread.</summary>
    public void Start() => new Thread(Run) { Name = "audiod-provider", IsBackground = true }.Start();

    /// <summary>Reads to the end of the provider or the session.</summary>
    public void Run()
    {
        AudioFormat format = session.Format!.Value; // it is declared
        byte[] bytes = new byte[format.BytesPerFrame * Math.Max(1, (int)(format.SampleRate * ReadLength.TotalSeconds))];
        try
        {
            while (Read(format, MemoryMarshal.Cast<byte, float>(bytes.AsSpan())) is > 0 and int samples)
                session.WriteAsync(bytes.AsMemory(0, samples * sizeof(float))).AsTask().GetAwaiter().GetResult();
            session.Complete();
        }
        catch (AudioException) when (session.TakesNoMore)
        {
            // The session was cancelled or has ended: nobody needs the provider any more.
        }
        catch (Exception fault) // a provider may be anybody's code
        {
            session.Fault(fault);
        }
    }

    private int Read(AudioFormat format, Span<float> buffer)
    {
        int samples = provider.Read(buffer);
        if (samples < 0 || samples > buffer.Length || samples % format.Channels != 0)
        {
            throw new InvalidOperationException(
                $"{provider.GetType().Name}.Read returned {samples} for a buffer of {buffer.Length} samples "
                    + $"with {format.Channels} channels; "
                    + "it must return the samples written, a whole number of frames."
            );
        }

        return FormatOf(provider.WaveFormat) == format
            ? samples
            : throw new InvalidOperationException(
                $"{provider.GetType().Name} changed its format from {format} to {provider.WaveFormat} while "
                    + "it was played; play another format in another session."
            );
    }
}
